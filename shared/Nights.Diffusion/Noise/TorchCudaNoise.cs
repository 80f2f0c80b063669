using Nights.Domain.Campaigns;

namespace Nights.Diffusion.Noise;

/// <summary>
/// What <c>torch.randn</c> draws in float32 on an NVIDIA GPU with this seed: one Philox number an element, through Box-Muller. The number of the fill is the
/// counter's other half, so the stream depends on how it is asked for. True of tensors no larger than the GPU runs threads at once (multiprocessors × 1536
/// or 2048: 270 336 on an H200, where it was checked); a larger one on a GPU takes further numbers from the same threads, which is not reproduced: here every element
/// has a counter of its own, of any length up to 2³² elements.
/// </summary>
/// <param name="seed">All 64 bits are used.</param>
public sealed class TorchCudaNoise(long seed) : INoiseSource
{
    /// <summary>Name of this source in manifests.</summary>
    public const string Name = NoiseNames.TorchCuda;

    private const double Step = 1.0 / (1L << 32);
    private uint fills;

    /// <inheritdoc/>
    public void Fill(Span<float> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            var (first, second) = Philox.Bits(fills, (uint)i, unchecked((ulong)seed));
            var uniform = (float)(first * Step + Step / 2);
            var angle = (float)((second * Step + Step / 2) * 2 * Math.PI);
            values[i] = MathF.Sqrt(-2 * MathF.Log(uniform)) * MathF.Sin(angle);
        }
        fills++;
    }
}
