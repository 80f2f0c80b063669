namespace Nights.Imaging.Measures;

/// <summary>Peak signal-to-noise ratio: a similarity of pixels, blind to what a picture shows. A baseline for learned metrics.</summary>
public static class PeakSignalToNoise
{
    /// <summary>10·log₁₀(255² / mean squared difference) over all RGB bytes, in decibels; +∞ for equal pictures; more is more alike.</summary>
    /// <exception cref="ArgumentException">The pictures differ in size.</exception>
    public static double Of(PixelImage left, PixelImage right)
    {
        SameSize.Require(left, right);
        var a = left.Bytes;
        var b = right.Bytes;
        var sum = 0L;
        for (var i = 0; i < a.Length; i++)
            sum += (a[i] - b[i]) * (a[i] - b[i]);
        return sum == 0 ? double.PositiveInfinity : 10 * Math.Log10(255.0 * 255.0 * a.Length / sum);
    }
}
