using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Nights.Domain.Campaigns;

namespace Nights.Domain.Snapshots;

/// <summary>
/// The side of a group follows from its own name alone, so it never changes when others are added, and triplets that share
/// pictures are never on two sides.
/// </summary>
public static class SplitRule
{
    /// <summary>u = first 64 bits (big-endian) of SHA-256(salt ‖ 0x00 ‖ group key) / 2⁶⁴; test below Test, val below Test + Val, else train.</summary>
    /// <param name="spec">Shares and salt.</param>
    /// <param name="groupKey">Name of the generation group, e.g. the painting's number.</param>
    public static Split Of(SplitSpec spec, string groupKey)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{spec.Salt}\0{groupKey}"));
        var u = BinaryPrimitives.ReadUInt64BigEndian(hash) / 18446744073709551616.0;
        if (u < spec.Test) return Split.Test;
        return u < spec.Test + spec.Val ? Split.Val : Split.Train;
    }

    /// <summary>The word in the split column of data.csv.</summary>
    public static string Word(this Split split) => split switch
    {
        Split.Train => "train",
        Split.Val => "val",
        Split.Test => "test",
        _ => throw new ArgumentOutOfRangeException(nameof(split), split, "A split is train, val or test."),
    };
}
