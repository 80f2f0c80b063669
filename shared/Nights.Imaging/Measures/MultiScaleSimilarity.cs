namespace Nights.Imaging.Measures;

/// <summary>
/// Multi-scale structural similarity (Wang, Simoncelli, Bovik 2003): contrast and structure at five scales, each half the size of the one before (means of
/// 2 × 2 pixels), luminance at the last; the product of their means, each to the power of the paper's weight. Windows and constants are those of
/// <see cref="StructuralSimilarity"/>. A mean below zero counts as zero: it has no such power.
/// </summary>
public static class MultiScaleSimilarity
{
    /// <summary>The shortest edge that leaves one window at the last scale.</summary>
    public const int ShortestEdge = GaussianWindows.Edge << 4;

    private static readonly double[] Weights = [0.0448, 0.2856, 0.3001, 0.2363, 0.1333];

    /// <summary>In [0, 1]; 1 for equal pictures.</summary>
    /// <exception cref="ArgumentException">The pictures differ in size, or an edge is shorter than 176 pixels.</exception>
    public static double Of(PixelImage left, PixelImage right)
    {
        SameSize.Require(left, right);
        if (Math.Min(left.Width, left.Height) < ShortestEdge)
            throw new ArgumentException($"MS-SSIM needs pictures of at least {ShortestEdge}x{ShortestEdge} pixels; these are {left.Width}x{left.Height}.");

        var (a, b) = (LumaPlane.Of(left), LumaPlane.Of(right));
        var product = 1.0;
        for (var scale = 0; scale < Weights.Length; scale++)
        {
            var (whole, contrastStructure) = WindowSimilarity.Between(a, b);
            var last = scale == Weights.Length - 1;
            product *= Math.Pow(Math.Max(0, last ? whole : contrastStructure), Weights[scale]);
            if (!last) (a, b) = (a.Halved(), b.Halved());
        }
        return product;
    }
}
