using Nights.Domain.Campaigns;

namespace Nights.Diffusion.Noise;

/// <summary>
/// What <c>numpy.random.RandomState(seed).randn</c> draws, the noise of the first ONNX pipelines: 53-bit uniforms of MT19937 through the polar method,
/// whose second number is kept for the next. Equal to numpy to the last bit of float32.
/// </summary>
public sealed class NumpyNoise : INoiseSource
{
    /// <summary>Name of this source in manifests.</summary>
    public const string Name = NoiseNames.Numpy;

    private readonly MersenneTwister bits;
    private double? spare;

    /// <param name="seed">0 to 2³² - 1, as numpy demands.</param>
    /// <exception cref="ArgumentOutOfRangeException">A seed numpy does not take.</exception>
    public NumpyNoise(long seed) => bits = seed is >= 0 and <= uint.MaxValue
        ? new MersenneTwister((uint)seed)
        : throw new ArgumentOutOfRangeException(nameof(seed), $"The noise source '{Name}' takes seeds from 0 to {uint.MaxValue}; {seed} was given.");

    /// <inheritdoc/>
    public void Fill(Span<float> values)
    {
        foreach (ref var value in values)
            value = (float)NextNormal();
    }

    private double NextNormal()
    {
        if (spare is { } kept)
        {
            spare = null;
            return kept;
        }
        double first, second, square;
        do
        {
            (first, second) = (2 * NextDouble() - 1, 2 * NextDouble() - 1);
            square = first * first + second * second;
        }
        while (square is >= 1 or 0);
        var factor = Math.Sqrt(-2 * Math.Log(square) / square);
        spare = factor * first;
        return factor * second;
    }

    private double NextDouble()
    {
        double high = bits.Next() >> 5, low = bits.Next() >> 6;
        return (high * (1 << 26) + low) / (1L << 53);
    }
}
