namespace Nights.Contracts;

/// <summary>One stored picture. Keys follow from the hashes: see <c>ObjectKeys</c>.</summary>
public sealed record PaintedPicture
{
    /// <summary>SHA-256 of the full-size PNG, 64 lower-case hex digits.</summary>
    public required string Sha256 { get; init; }

    /// <summary>SHA-256 of the display PNG: at most 512 pixels, no text chunks. Equal to <see cref="Sha256"/> when nothing had to change.</summary>
    public required string DisplaySha256 { get; init; }

    /// <summary>SHA-256 of the manifest (JSON) that repaints this picture.</summary>
    public required string ManifestSha256 { get; init; }

    /// <summary>Size of the full-size PNG in bytes.</summary>
    public required long Bytes { get; init; }

    /// <summary>What near-duplicates are found by (see <c>Fingerprint</c> in Nights.Imaging), 200 bytes; null from generators that do not take it.</summary>
    public byte[]? Fingerprint { get; init; }
}
