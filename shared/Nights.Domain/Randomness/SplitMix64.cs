namespace Nights.Domain.Randomness;

/// <summary>
/// A small seeded generator whose numbers are part of the product's promise: same seed, same numbers, on every machine and
/// every version of the runtime (System.Random promises neither).
/// Source: Steele, Lea and Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014.
/// </summary>
public sealed class SplitMix64
{
    private ulong state;

    public SplitMix64(long seed) => state = unchecked((ulong)seed);

    /// <summary>A generator for one purpose under one seed: other streams of the same seed are unrelated to it.</summary>
    public static SplitMix64 Stream(long seed, long stream) =>
        new(unchecked((long)Mix(Mix((ulong)seed) ^ ((ulong)stream * 0xD1B54A32D192ED03UL))));

    /// <summary>Uniform over all 64-bit values.</summary>
    public ulong Next()
    {
        state = unchecked(state + 0x9E3779B97F4A7C15UL);
        return Mix(state);
    }

    /// <summary>Uniform in [0, 1), 53 bits.</summary>
    public double NextDouble() => (Next() >> 11) * (1.0 / (1L << 53));

    /// <summary>Uniform in [0, limit); the bias is below limit / 2⁶⁴.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The limit is not positive.</exception>
    public int Next(int limit)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        return (int)Math.BigMul(Next(), (ulong)limit, out _);
    }

    /// <summary>Standard normal, by Box and Muller.</summary>
    public double NextNormal() => Math.Sqrt(-2 * Math.Log(1 - NextDouble())) * Math.Cos(2 * Math.PI * NextDouble());

    /// <summary>The finaliser: a bijection of 64 bits that changes half of them when one changes.</summary>
    public static ulong Mix(ulong value)
    {
        unchecked
        {
            value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9UL;
            value = (value ^ (value >> 27)) * 0x94D049BB133111EBUL;
            return value ^ (value >> 31);
        }
    }
}
