using System.Buffers.Binary;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Nights.Domain.Campaigns;

/// <summary>
/// What a HIT link carries: whoever holds it may take a HIT of the campaign until it expires. Signed with HMAC-SHA-256 and
/// readable by anybody, so it must hold no secret.
/// </summary>
/// <param name="CampaignId">The campaign it opens.</param>
/// <param name="Channel">Where its holders come from, e.g. "own"; at most 60 bytes of UTF-8.</param>
/// <param name="Expires">First second in which it is no longer taken.</param>
/// <param name="Nonce">Makes each link unlike the others.</param>
public sealed record LinkToken(Guid CampaignId, string Channel, DateTimeOffset Expires, Guid Nonce)
{
    private const byte Format = 1;
    private const int ChannelLimit = 60;
    private const int Head = 1 + 16 + 8 + 16;

    /// <summary>The token: base64url of format, campaign, expiry, nonce, channel and signature.</summary>
    /// <param name="key">32 bytes.</param>
    /// <param name="campaignId">The campaign it opens.</param>
    /// <param name="channel">1 to 60 bytes of UTF-8.</param>
    /// <param name="expires">Kept to the second.</param>
    /// <param name="nonce">A fresh id.</param>
    public static string Create(ReadOnlySpan<byte> key, Guid campaignId, string channel, DateTimeOffset expires, Guid nonce)
    {
        var name = Encoding.UTF8.GetBytes(channel);
        if (name.Length is 0 or > ChannelLimit)
        {
            throw new ArgumentException($"The channel '{channel}' has {name.Length} bytes; 1 to {ChannelLimit} are allowed.", nameof(channel));
        }

        var token = new byte[Head + name.Length + HMACSHA256.HashSizeInBytes];
        token[0] = Format;
        campaignId.TryWriteBytes(token.AsSpan(1));
        BinaryPrimitives.WriteInt64BigEndian(token.AsSpan(17), expires.ToUnixTimeSeconds());
        nonce.TryWriteBytes(token.AsSpan(25));
        name.CopyTo(token, Head);
        var signed = Head + name.Length;
        HMACSHA256.HashData(key, token.AsSpan(0, signed), token.AsSpan(signed));
        return Base64Url.EncodeToString(token);
    }

    /// <summary>Reads a token; the signature is compared in constant time and before anything else is believed.</summary>
    /// <returns>True when it is ours and not expired; else <paramref name="fault"/> says why not.</returns>
    public static bool TryRead(
        ReadOnlySpan<byte> key, string? token, DateTimeOffset now, [NotNullWhen(true)] out LinkToken? link, out LinkFault fault)
    {
        (link, fault) = (null, LinkFault.Invalid);
        if (token is null or { Length: > 400 } || !Base64Url.IsValid(token)) return false;
        ReadOnlySpan<byte> bytes = Base64Url.DecodeFromChars(token);
        var signed = bytes.Length - HMACSHA256.HashSizeInBytes;
        if (signed <= Head || bytes[0] != Format) return false;
        if (!CryptographicOperations.FixedTimeEquals(HMACSHA256.HashData(key, bytes[..signed]), bytes[signed..])) return false;
        var seconds = BinaryPrimitives.ReadInt64BigEndian(bytes[17..]);
        var read = new LinkToken(
            new Guid(bytes[1..17]), Encoding.UTF8.GetString(bytes[Head..signed]), DateTimeOffset.FromUnixTimeSeconds(seconds), new Guid(bytes[25..Head]));
        (link, fault) = now < read.Expires ? (read, LinkFault.None) : (null, LinkFault.Expired);
        return link is not null;
    }
}
