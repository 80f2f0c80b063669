using Nights.Domain.Campaigns;

namespace Nights.Diffusion.Noise;

/// <summary>
/// What <c>torch.randn</c> draws in float32 on the CPU from a generator with this seed: 24-bit uniforms of MT19937 through Box-Muller in
/// blocks of 16, or one double at a time below 16 numbers. Equal to torch to 1e-6 (its AVX2 path approximates logarithm and sine).
/// </summary>
public sealed class TorchCpuNoise(long seed) : INoiseSource
{
    /// <summary>Name of this source in manifests.</summary>
    public const string Name = NoiseNames.TorchCpu;

    private const int Block = 16;
    private readonly MersenneTwister bits = new(unchecked((uint)seed));
    private double? spare;

    /// <inheritdoc/>
    public void Fill(Span<float> values)
    {
        if (values.Length < Block)
        {
            foreach (ref var value in values)
                value = (float)NextNormal();
            return;
        }
        foreach (ref var value in values)
            value = NextUniform();
        for (var start = 0; start + Block <= values.Length; start += Block)
            BoxMuller(values.Slice(start, Block));
        if (values.Length % Block != 0)
        {
            var last = values[^Block..];
            foreach (ref var value in last)
                value = NextUniform();
            BoxMuller(last);
        }
    }

    private static void BoxMuller(Span<float> block)
    {
        for (var i = 0; i < Block / 2; i++)
        {
            var radius = MathF.Sqrt(-2 * MathF.Log(1 - block[i]));
            var (sin, cos) = MathF.SinCos(2 * MathF.PI * block[i + Block / 2]);
            block[i] = radius * cos;
            block[i + Block / 2] = radius * sin;
        }
    }

    private double NextNormal()
    {
        if (spare is { } kept)
        {
            spare = null;
            return kept;
        }
        var (first, second) = (NextDouble(), NextDouble());
        var radius = Math.Sqrt(-2 * Math.Log(1 - second));
        var (sin, cos) = Math.SinCos(2 * Math.PI * first);
        spare = radius * sin;
        return radius * cos;
    }

    private float NextUniform() => (bits.Next() & 0xFFFFFF) * (1f / (1 << 24));

    private double NextDouble()
    {
        var high = (ulong)bits.Next();
        var low = bits.Next();
        return (((high << 32) | low) & ((1UL << 53) - 1)) * (1.0 / (1L << 53));
    }
}
