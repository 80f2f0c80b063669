namespace Nights.Domain.Quality;

/// <summary>Binomial coefficients.</summary>
internal static class Choose
{
    /// <summary>ln of n over k; negative infinity where there is no way to choose.</summary>
    public static double Log(int n, int k)
    {
        if (k < 0 || k > n) return double.NegativeInfinity;
        return BetaDistribution.LogGamma(n + 1.0) - BetaDistribution.LogGamma(k + 1.0) - BetaDistribution.LogGamma(n - k + 1.0);
    }
}
