namespace Nights.Imaging.Measures;

/// <summary>What SSIM says of one scale, as means over all windows.</summary>
/// <param name="Whole">Luminance times contrast times structure.</param>
/// <param name="ContrastStructure">Contrast times structure alone.</param>
internal readonly record struct WindowSimilarity(double Whole, double ContrastStructure)
{
    private const double C1 = 0.01 * 255 * (0.01 * 255);
    private const double C2 = 0.03 * 255 * (0.03 * 255);

    /// <summary>Both planes are of one size, at least 11 × 11.</summary>
    public static WindowSimilarity Between(LumaPlane a, LumaPlane b)
    {
        double[] Means(Func<int, double> value) =>
            GaussianWindows.Means([.. Enumerable.Range(0, a.Values.Length).Select(value)], a.Width, a.Height);

        var (meanA, meanB) = (GaussianWindows.Means(a.Values, a.Width, a.Height), GaussianWindows.Means(b.Values, b.Width, b.Height));
        var squareA = Means(i => a.Values[i] * a.Values[i]);
        var squareB = Means(i => b.Values[i] * b.Values[i]);
        var product = Means(i => a.Values[i] * b.Values[i]);
        var (whole, contrastStructure) = (0.0, 0.0);
        for (var i = 0; i < product.Length; i++)
        {
            var (ab, aa, bb) = (meanA[i] * meanB[i], meanA[i] * meanA[i], meanB[i] * meanB[i]);
            var shape = (2 * (product[i] - ab) + C2) / (squareA[i] - aa + (squareB[i] - bb) + C2);
            contrastStructure += shape;
            whole += shape * (2 * ab + C1) / (aa + bb + C1);
        }
        return new WindowSimilarity(whole / product.Length, contrastStructure / product.Length);
    }
}
