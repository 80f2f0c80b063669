namespace Nights.Domain.Jnd;

/// <summary>The standard normal distribution.</summary>
internal static class Normal
{
    /// <summary>The 97.5 % point: half the width of a 95 % interval in standard errors.</summary>
    public const double Z95 = 1.959963984540054;

    private const double Widest = 8;

    public static double Density(double z) => Math.Exp(-z * z / 2) / Math.Sqrt(2 * Math.PI);

    /// <summary>P(Z ≤ z) by the series ½ + φ(z) Σ z^(2k+1) / (1·3·…·(2k+1)); to 1e-14 within ±6.</summary>
    public static double Cumulative(double z)
    {
        if (z < -Widest) return 0;
        if (z > Widest) return 1;
        var (term, sum) = (z, z);
        for (var odd = 3; Math.Abs(term) > 1e-17 * Math.Abs(sum); odd += 2) sum += term *= z * z / odd;
        return 0.5 + Density(z) * sum;
    }

    /// <summary>z with P(Z ≤ z) = p, by bisection; p in (0, 1), the result within ±8.</summary>
    public static double Quantile(double p)
    {
        if (p is not (> 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(p), p, "A probability strictly between 0 and 1 has a quantile.");
        var (low, high) = (-Widest, Widest);
        for (var step = 0; step < 80; step++)
        {
            var middle = (low + high) / 2;
            if (Cumulative(middle) < p) low = middle;
            else high = middle;
        }

        return (low + high) / 2;
    }
}
