using System.Security.Cryptography;
using System.Text;

namespace Nights.Hosting.Secrecy;

/// <summary>The keyed hashes by which persons, assignments and networks are known. What they are made of is never stored in the clear.</summary>
public sealed class Pseudonyms(Secrets secrets)
{
    private readonly byte[] people = secrets.Derive("participants");
    private readonly byte[] assignments = secrets.Derive("assignments");
    private readonly byte[] tombstones = secrets.Derive("tombstones");

    /// <summary>HMAC-SHA-256 of the channel, a zero byte and the id by which the channel knows the person. 32 bytes.</summary>
    public byte[] Person(string channel, string externalId) => Of(people, channel, externalId);

    /// <summary>Of a marketplace's assignment, submission or place. 32 bytes.</summary>
    public byte[] Assignment(string channel, string externalId) => Of(assignments, channel, externalId);

    /// <summary>What stays of an erased person: it recognises their pseudonym when it comes again, and nothing else. 32 bytes.</summary>
    public byte[] Tombstone(ReadOnlySpan<byte> pseudonym) => HMACSHA256.HashData(tombstones, pseudonym);

    private static byte[] Of(byte[] key, string channel, string externalId) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{channel}\0{externalId}"));
}
