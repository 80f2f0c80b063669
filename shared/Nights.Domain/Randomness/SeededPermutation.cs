using System.Numerics;

namespace Nights.Domain.Randomness;

/// <summary>
/// A shuffled order of [0, size) that is computed, not stored: place n of a million costs the same as place 0, and no value
/// comes twice. A balanced Feistel network of six rounds over the next even number of bits; values outside are walked on.
/// Source: Black and Rogaway, "Ciphers with arbitrary finite domains", CT-RSA 2002 (cycle walking).
/// </summary>
public sealed class SeededPermutation
{
    private const int Rounds = 6;
    private readonly ulong[] keys = new ulong[Rounds];
    private readonly int half;
    private readonly ulong mask;

    /// <param name="size">1 to 2³².</param>
    /// <param name="seed">Any; another seed gives another order.</param>
    /// <param name="stream">Purpose within the seed.</param>
    public SeededPermutation(long size, long seed, long stream)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, 1L << 32);
        Size = size;
        var bits = size == 1 ? 1 : BitOperations.Log2((ulong)(size - 1)) + 1;
        half = (bits + 1) / 2;
        mask = (1UL << half) - 1;
        var draw = SplitMix64.Stream(seed, stream);
        for (var round = 0; round < Rounds; round++) keys[round] = draw.Next();
    }

    public long Size { get; }

    /// <summary>The value at a place.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The place is not in [0, size).</exception>
    public long At(long place)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(place);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(place, Size);
        var value = (ulong)place;
        do value = Encrypt(value);
        while (value >= (ulong)Size);
        return (long)value;
    }

    private ulong Encrypt(ulong value)
    {
        var (left, right) = (value >> half, value & mask);
        foreach (var key in keys) (left, right) = (right, left ^ (SplitMix64.Mix(right ^ key) & mask));
        return (left << half) | right;
    }
}
