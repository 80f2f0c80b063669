namespace Nights.Diffusion.Noise;

/// <summary>The noise of a batch: each picture's part of the tensor from that picture's own stream.</summary>
public sealed class NoiseByRow(IReadOnlyList<INoiseSource> rows) : INoiseSource
{
    /// <inheritdoc/>
    public void Fill(Span<float> values)
    {
        var length = values.Length / rows.Count;
        for (var row = 0; row < rows.Count; row++)
            rows[row].Fill(values.Slice(row * length, length));
    }
}
