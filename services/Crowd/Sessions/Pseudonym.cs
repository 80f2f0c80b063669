using System.Security.Cryptography;
using System.Text;
using Nights.Hosting.Secrecy;

namespace Nights.Crowd.Sessions;

/// <summary>Turns the id by which a channel knows a person into the keyed hash by which we do. The id itself is never stored.</summary>
internal sealed class Pseudonym(Secrets secrets)
{
    private readonly byte[] key = secrets.Derive("participants");

    /// <summary>HMAC-SHA-256 of the channel, a zero byte and the id. 32 bytes.</summary>
    public byte[] Of(string channel, string externalId) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{channel}\0{externalId}"));

    /// <summary>Of somebody who came without an id: nobody can be found again by it.</summary>
    public byte[] OfNobodyKnown(string channel) => Of(channel, $"\0{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16))}");
}
