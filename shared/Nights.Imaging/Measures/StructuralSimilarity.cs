namespace Nights.Imaging.Measures;

/// <summary>
/// Structural similarity (Wang, Bovik, Sheikh, Simoncelli 2004): a baseline for learned metrics. On luma (ITU-R BT.601), windows of
/// 8 × 8 pixels at every second pixel, uniform weights, population variances, K₁ = 0.01, K₂ = 0.03, the mean over all windows.
/// </summary>
public static class StructuralSimilarity
{
    private const int Window = 8;
    private const int Stride = 2;
    private const double C1 = 0.01 * 255 * (0.01 * 255);
    private const double C2 = 0.03 * 255 * (0.03 * 255);

    /// <summary>Mean SSIM in [-1, 1]; 1 for equal pictures.</summary>
    /// <exception cref="ArgumentException">The pictures differ in size, or an edge is shorter than 8 pixels.</exception>
    public static double Of(PixelImage left, PixelImage right)
    {
        SameSize.Require(left, right);
        if (left.Width < Window || left.Height < Window)
            throw new ArgumentException($"SSIM needs pictures of at least {Window}x{Window} pixels; these are {left.Width}x{left.Height}.");
        var (a, b) = (Luma(left), Luma(right));
        var (sum, windows) = (0.0, 0);
        for (var y = 0; y + Window <= left.Height; y += Stride)
            for (var x = 0; x + Window <= left.Width; x += Stride, windows++)
                sum += OfWindow(a, b, y * left.Width + x, left.Width);
        return sum / windows;
    }

    private static double OfWindow(float[] a, float[] b, int corner, int stride)
    {
        double sumA = 0, sumB = 0, squareA = 0, squareB = 0, product = 0;
        for (var y = 0; y < Window; y++, corner += stride)
        {
            for (var i = corner; i < corner + Window; i++)
            {
                sumA += a[i];
                sumB += b[i];
                squareA += a[i] * a[i];
                squareB += b[i] * b[i];
                product += a[i] * b[i];
            }
        }
        const double N = Window * Window;
        var (meanA, meanB) = (sumA / N, sumB / N);
        var (varianceA, varianceB, covariance) = (squareA / N - meanA * meanA, squareB / N - meanB * meanB, product / N - meanA * meanB);
        return (2 * meanA * meanB + C1) * (2 * covariance + C2)
            / ((meanA * meanA + meanB * meanB + C1) * (varianceA + varianceB + C2));
    }

    private static float[] Luma(PixelImage image)
    {
        var bytes = image.Bytes;
        var luma = new float[image.Width * image.Height];
        for (var i = 0; i < luma.Length; i++)
            luma[i] = 0.299f * bytes[3 * i] + 0.587f * bytes[3 * i + 1] + 0.114f * bytes[3 * i + 2];
        return luma;
    }
}
