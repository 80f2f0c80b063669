namespace Nights.Imaging.Measures;

/// <summary>
/// Structural similarity (Wang, Bovik, Sheikh, Simoncelli 2004): a baseline for learned metrics. On luma (ITU-R BT.601), Gaussian windows of
/// 11 × 11 pixels with σ = 1.5 at every pixel where they fit, K₁ = 0.01, K₂ = 0.03, the mean over all windows; pictures are not made smaller first.
/// </summary>
public static class StructuralSimilarity
{
    /// <summary>Pixels.</summary>
    public const int ShortestEdge = GaussianWindows.Edge;

    /// <summary>Mean SSIM in [-1, 1]; 1 for equal pictures.</summary>
    /// <exception cref="ArgumentException">The pictures differ in size, or an edge is shorter than 11 pixels.</exception>
    public static double Of(PixelImage left, PixelImage right)
    {
        SameSize.Require(left, right);
        if (Math.Min(left.Width, left.Height) < ShortestEdge)
            throw new ArgumentException($"SSIM needs pictures of at least {ShortestEdge}x{ShortestEdge} pixels; these are {left.Width}x{left.Height}.");
        return WindowSimilarity.Between(LumaPlane.Of(left), LumaPlane.Of(right)).Whole;
    }
}
