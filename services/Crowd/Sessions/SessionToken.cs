using System.Buffers.Text;
using System.Security.Cryptography;
using Nights.Hosting.Secrecy;

namespace Nights.Crowd.Sessions;

/// <summary>
/// The bearer token of a session: its id and an HMAC-SHA-256 of it. Made up tokens are turned away without asking the database, and
/// whoever opens the same session again gets the same token, so that no other tab loses its own.
/// </summary>
internal sealed class SessionToken(Secrets secrets)
{
    private const int IdLength = 16;
    private readonly byte[] key = secrets.Derive("sessions");

    public string Create(Guid session)
    {
        Span<byte> token = stackalloc byte[IdLength + HMACSHA256.HashSizeInBytes];
        session.TryWriteBytes(token);
        HMACSHA256.HashData(key, token[..IdLength], token[IdLength..]);
        return Base64Url.EncodeToString(token);
    }

    /// <summary>The session a token names, when the token is ours.</summary>
    public bool TryRead(string? token, out Guid session)
    {
        session = default;
        if (token is not { Length: 64 } || !Base64Url.IsValid(token)) return false;
        ReadOnlySpan<byte> bytes = Base64Url.DecodeFromChars(token);
        if (!CryptographicOperations.FixedTimeEquals(HMACSHA256.HashData(key, bytes[..IdLength]), bytes[IdLength..])) return false;
        session = new Guid(bytes[..IdLength]);
        return true;
    }

    public static byte[] Hash(string token) => SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(token));
}
