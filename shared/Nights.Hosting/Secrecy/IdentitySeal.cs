using System.Security.Cryptography;
using System.Text.Json;

namespace Nights.Hosting.Secrecy;

/// <summary>
/// Seals identities for the table that keeps them: AES-256-GCM under a key of its own, bound to the session so that a row moved to another
/// session does not open.
/// </summary>
public sealed class IdentitySeal(Secrets secrets)
{
    private const int Nonce = 12;
    private const int Tag = 16;
    private readonly byte[] key = secrets.Derive("identities");

    /// <returns>Nonce, ciphertext and tag.</returns>
    public byte[] Seal(Guid session, ExternalIdentity identity)
    {
        var plain = JsonSerializer.SerializeToUtf8Bytes(identity);
        var box = new byte[Nonce + plain.Length + Tag];
        RandomNumberGenerator.Fill(box.AsSpan(0, Nonce));
        using var cipher = new AesGcm(key, Tag);
        cipher.Encrypt(box.AsSpan(0, Nonce), plain, box.AsSpan(Nonce, plain.Length), box.AsSpan(Nonce + plain.Length), session.ToByteArray());
        return box;
    }

    /// <exception cref="CryptographicException">Another session's, changed, or sealed under another secret.</exception>
    public ExternalIdentity Open(Guid session, ReadOnlySpan<byte> sealedIdentity)
    {
        if (sealedIdentity.Length <= Nonce + Tag) throw new CryptographicException($"A sealed identity has more than {Nonce + Tag} bytes; this has {sealedIdentity.Length}.");
        var plain = new byte[sealedIdentity.Length - Nonce - Tag];
        using var cipher = new AesGcm(key, Tag);
        cipher.Decrypt(sealedIdentity[..Nonce], sealedIdentity[Nonce..^Tag], sealedIdentity[^Tag..], plain, session.ToByteArray());
        return JsonSerializer.Deserialize<ExternalIdentity>(plain) ?? throw new CryptographicException("A sealed identity is empty.");
    }
}
