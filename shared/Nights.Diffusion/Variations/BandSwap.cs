namespace Nights.Diffusion.Variations;

/// <summary>
/// Part of the spatial frequencies of initial noise taken from another seed's. Bands of an orthonormal transform of white noise are independent, so the
/// result is white noise again. The low band says where things are, the high one what surfaces look like (<see cref="FrequencyBands"/>).
/// </summary>
public static class BandSwap
{
    /// <summary>Frequencies below <see cref="FrequencyBands.LowCut"/>, the mean of a plane among them, from the other noise.</summary>
    /// <param name="own">N(0, 1) numbers of the reference, planes × height × width.</param>
    /// <param name="other">As many of the other seed.</param>
    /// <param name="height">Rows of a plane.</param>
    /// <param name="width">Numbers a row.</param>
    /// <param name="level">In [0, 1]; 0 gives the own noise bit for bit.</param>
    /// <param name="result">As many; may be either input.</param>
    /// <exception cref="ArgumentException">The lengths differ or are no whole number of planes.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The level is outside [0, 1], or an edge below 1.</exception>
    public static void Low(ReadOnlySpan<float> own, ReadOnlySpan<float> other, int height, int width, double level, Span<float> result) =>
        Swap(own, other, new CosineTransform(height, width), (0, FrequencyBands.LowCut(level)), result);

    /// <summary>Frequencies from <see cref="FrequencyBands.HighCut"/> upwards from the other noise; parameters as for <see cref="Low"/>.</summary>
    public static void High(ReadOnlySpan<float> own, ReadOnlySpan<float> other, int height, int width, double level, Span<float> result) =>
        Swap(own, other, new CosineTransform(height, width), (FrequencyBands.HighCut(level), 1), result);

    private static void Swap(ReadOnlySpan<float> own, ReadOnlySpan<float> other, CosineTransform transform, (double From, double To) band, Span<float> result)
    {
        Length.Require(own, other, result);
        var size = transform.Height * transform.Width;
        if (own.Length % size != 0)
            throw new ArgumentException($"{own.Length} numbers are no whole number of planes of {transform.Height} × {transform.Width}.", nameof(own));
        if (band.From >= band.To)
        {
            own.CopyTo(result);
            return;
        }
        var plane = new float[size];
        for (var start = 0; start < own.Length; start += size)
        {
            // Only the difference is transformed: what the band does not hold keeps its bits but for one rounding.
            for (var i = 0; i < size; i++)
                plane[i] = other[start + i] - own[start + i];
            transform.Forward(plane);
            ClearOutside(plane, transform, band);
            transform.Inverse(plane);
            for (var i = 0; i < size; i++)
                result[start + i] = own[start + i] + plane[i];
        }
    }

    private static void ClearOutside(Span<float> coefficients, CosineTransform transform, (double From, double To) band)
    {
        for (var row = 0; row < transform.Height; row++)
            for (var column = 0; column < transform.Width; column++)
            {
                var radius = FrequencyBands.Radius(row, column, transform.Height, transform.Width);
                if (radius < band.From || radius >= band.To)
                    coefficients[row * transform.Width + column] = 0;
            }
    }
}
