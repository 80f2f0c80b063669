namespace Nights.Generator.Painting;

/// <summary>One picture ready to be stored: the files, the hash each is stored under, and what near-duplicates are found by.</summary>
internal sealed record FinishedPicture(StoredFile Picture, StoredFile Display, StoredFile Manifest, byte[] Fingerprint);

/// <summary>A file and its SHA-256 in lower-case hex.</summary>
internal sealed record StoredFile(byte[] Bytes, string Sha256)
{
    public static StoredFile Of(byte[] bytes) => new(bytes, Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes)));
}
