using System.Buffers.Binary;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using Nights.Hosting.Secrecy;

namespace Nights.Crowd.Pictures;

/// <summary>
/// The address of a picture for one view: the hash of its bytes and an expiry under AES-256-GCM with a random nonce. All have one length
/// and no two are alike, so an address tells nothing about the picture, not even that it was shown before.
/// </summary>
internal sealed class PictureToken(Secrets secrets, TimeProvider clock, IOptions<CrowdOptions> options)
{
    private const int Nonce = 12;
    private const int Tag = 16;
    private const int Plain = SHA256.HashSizeInBytes + sizeof(long);
    private readonly byte[] key = secrets.Derive("images");

    /// <summary>An address on this host.</summary>
    public string Address(string sha256) => $"/i/{Create(sha256)}";

    public string Create(string sha256)
    {
        Span<byte> plain = stackalloc byte[Plain];
        Convert.FromHexString(sha256, plain, out _, out _);
        BinaryPrimitives.WriteInt64BigEndian(plain[SHA256.HashSizeInBytes..], clock.GetUtcNow().AddMinutes(options.Value.PictureMinutes).ToUnixTimeSeconds());
        Span<byte> token = stackalloc byte[Nonce + Plain + Tag];
        RandomNumberGenerator.Fill(token[..Nonce]);
        using var cipher = new AesGcm(key, Tag);  // one a call: its native context serves one thread
        cipher.Encrypt(token[..Nonce], plain, token.Slice(Nonce, Plain), token[(Nonce + Plain)..]);
        return Base64Url.EncodeToString(token);
    }

    /// <returns>True when the token is ours, unchanged and not expired.</returns>
    public bool TryRead(string token, [NotNullWhen(true)] out string? sha256)
    {
        sha256 = null;
        if (token.Length > 200 || !Base64Url.IsValid(token)) return false;
        ReadOnlySpan<byte> bytes = Base64Url.DecodeFromChars(token);
        if (bytes.Length is not Nonce + Plain + Tag) return false;
        Span<byte> plain = stackalloc byte[Plain];
        using var cipher = new AesGcm(key, Tag);
        try
        {
            cipher.Decrypt(bytes[..Nonce], bytes.Slice(Nonce, Plain), bytes[(Nonce + Plain)..], plain);
        }
        catch (AuthenticationTagMismatchException)
        {
            return false;
        }

        if (BinaryPrimitives.ReadInt64BigEndian(plain[SHA256.HashSizeInBytes..]) <= clock.GetUtcNow().ToUnixTimeSeconds()) return false;
        sha256 = Convert.ToHexStringLower(plain[..SHA256.HashSizeInBytes]);
        return true;
    }
}
