using System.Security.Cryptography;
using System.Text;

namespace Nights.Hosting.Secrecy;

/// <summary>
/// The one secret of an installation, and the keys for each purpose that follow from it (HKDF, RFC 5869, SHA-256). A key for one purpose
/// tells nothing about another; changing the secret makes all links and pseudonyms new.
/// </summary>
public sealed class Secrets
{
    /// <summary>Length of the secret and of every derived key, in bytes.</summary>
    public const int Length = 32;

    private readonly byte[] key;

    /// <param name="key">32 random bytes.</param>
    /// <exception cref="ArgumentException">Another number of bytes.</exception>
    public Secrets(byte[] key)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (key.Length is not Length)
            throw new ArgumentException($"The secret has {key.Length} bytes; {Length} are needed.", nameof(key));
        this.key = key;
    }

    /// <summary>The key for one purpose, always the same for the same secret.</summary>
    /// <param name="purpose">A short name, e.g. "participants", "links", "images".</param>
    /// <returns>32 bytes.</returns>
    public byte[] Derive(string purpose)
    {
        ArgumentException.ThrowIfNullOrEmpty(purpose);
        return HKDF.DeriveKey(HashAlgorithmName.SHA256, key, Length, salt: [], info: Encoding.UTF8.GetBytes($"nights/{purpose}"));
    }
}
