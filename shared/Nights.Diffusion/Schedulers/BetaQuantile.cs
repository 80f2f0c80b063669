namespace Nights.Diffusion.Schedulers;

/// <summary>
/// Quantiles of the beta distribution with both parameters 0.6. The distribution function is its continued fraction (DLMF 8.17.22) by Lentz's method,
/// inverted by bisection to the last bits of a double; agrees with scipy.special.betaincinv to 1e-12.
/// </summary>
internal static class BetaQuantile
{
    private const double Parameter = 0.6;

    /// <summary>B(0.6, 0.6) = Γ(0.6)² / Γ(1.2).</summary>
    private const double Normaliser = 1.4891922488128171 * 1.4891922488128171 / 0.9181687423997607;

    /// <summary>The value below which this share of the distribution lies; 0 to 1.</summary>
    public static double Of(double share)
    {
        if (share <= 0 || share >= 1)
            return share <= 0 ? 0 : 1;
        // The distribution is symmetric; near 0 a double resolves what it cannot near 1.
        return share > 0.5 ? 1 - Lower(1 - share) : Lower(share);
    }

    private static double Lower(double share)
    {
        var (low, high) = (0.0, 0.5);
        for (var middle = 0.25; middle > low && middle < high; middle = (low + high) / 2)
            if (Below(middle) < share)
                low = middle;
            else
                high = middle;
        return high;
    }

    /// <summary>The share of the distribution below x, for x up to a half.</summary>
    private static double Below(double x) =>
        Math.Pow(x * (1 - x), Parameter) / (Parameter * Normaliser) * (1 / ContinuedFraction(x));

    private static double ContinuedFraction(double x)
    {
        var (value, c, d) = (1.0, 1.0, 0.0);
        for (var n = 1; n < 200; n++)
        {
            var numerator = Numerator(n, x);
            d = 1 / (1 + numerator * d);
            c = 1 + numerator / c;
            var change = c * d;
            value *= change;
            if (Math.Abs(change - 1) < 1e-16)
                break;
        }
        return value;
    }

    private static double Numerator(int n, double x)
    {
        var m = n / 2;
        return n % 2 == 0
            ? m * (Parameter - m) * x / ((Parameter + n - 1) * (Parameter + n))
            : -(Parameter + m) * (2 * Parameter + m) * x / ((Parameter + n - 1) * (Parameter + n));
    }
}
