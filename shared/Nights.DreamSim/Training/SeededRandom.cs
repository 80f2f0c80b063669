namespace Nights.DreamSim.Training;

/// <summary>
/// Random numbers that follow from a seed and a purpose alone: the same on every machine, and at any step without drawing those before it.
/// </summary>
/// <remarks>Source: SplitMix64 (Steele, Lea, Flood 2014).</remarks>
public sealed class SeededRandom
{
    private ulong state;

    /// <param name="seed">Of the whole run.</param>
    /// <param name="purpose">What it is for: different purposes give unrelated numbers.</param>
    /// <param name="index">Epoch, step, or the like.</param>
    public SeededRandom(long seed, string purpose, long index = 0)
    {
        state = Mix((ulong)seed);
        foreach (var letter in purpose) state = Mix(state ^ letter);
        state = Mix(state ^ (ulong)index);
    }

    /// <summary>All 64 bits.</summary>
    public ulong NextBits()
    {
        state += 0x9E3779B97F4A7C15;
        return Mix(state);
    }

    /// <summary>Uniform in [0, 1), 53 bits.</summary>
    public double NextDouble() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Uniform in [0, <paramref name="below"/>).</summary>
    public int Next(int below) => (int)(NextDouble() * below);

    /// <summary>Standard normal (Box-Muller).</summary>
    public double NextGaussian() => Math.Sqrt(-2 * Math.Log(1 - NextDouble())) * Math.Cos(2 * Math.PI * NextDouble());

    /// <summary>The numbers 0 to <paramref name="count"/> − 1 in random order (Fisher-Yates).</summary>
    public int[] Shuffled(int count)
    {
        var order = Enumerable.Range(0, count).ToArray();
        for (var i = count - 1; i > 0; i--)
        {
            var j = Next(i + 1);
            (order[i], order[j]) = (order[j], order[i]);
        }

        return order;
    }

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
