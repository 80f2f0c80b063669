namespace Nights.Domain.Aggregation.Statistics;

/// <summary>
/// The beta distribution, which is what is known of a probability after some right and some wrong answers.
/// Source of the cumulative probability: the continued fraction of Abramowitz and Stegun 26.5.8, evaluated by Lentz's method.
/// </summary>
public static class BetaDistribution
{
    private const double Tiny = 1e-300;

    /// <summary>P(X ≤ x), the regularised incomplete beta function.</summary>
    /// <param name="x">Outside [0, 1] it is 0 or 1.</param>
    /// <param name="a">Positive: right answers plus prior.</param>
    /// <param name="b">Positive: wrong answers plus prior.</param>
    public static double Cumulative(double x, double a, double b)
    {
        Check(a, b);
        if (x <= 0) return 0;
        if (x >= 1) return 1;
        var front = Math.Exp(GammaFunctions.LogGamma(a + b) - GammaFunctions.LogGamma(a) - GammaFunctions.LogGamma(b) + a * Math.Log(x) + b * Math.Log(1 - x));
        // The fraction converges fast below the mean only; above it the mirrored one does.
        return x < (a + 1) / (a + b + 2) ? front * Fraction(x, a, b) / a : 1 - front * Fraction(1 - x, b, a) / b;
    }

    /// <summary>The x with P(X ≤ x) = <paramref name="probability"/>, to 1e-13.</summary>
    /// <param name="probability">Between 0 and 1.</param>
    public static double Quantile(double probability, double a, double b)
    {
        Check(a, b);
        if (probability is not (>= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(probability), probability, "A probability lies between 0 and 1.");
        var (low, high) = (0.0, 1.0);
        while (high - low > 1e-13)
        {
            var middle = (low + high) / 2;
            if (Cumulative(middle, a, b) < probability) low = middle;
            else high = middle;
        }

        return (low + high) / 2;
    }

    /// <summary>The central interval: as much probability below as above it.</summary>
    public static Interval Central(double a, double b, double confidence = Interval.Usual)
    {
        Interval.CheckConfidence(confidence);
        return new Interval(Quantile((1 - confidence) / 2, a, b), Quantile((1 + confidence) / 2, a, b));
    }

    private static double Fraction(double x, double a, double b)
    {
        var c = 1.0;
        var d = 1 / Away(1 - (a + b) * x / (a + 1));
        var value = d;
        // About √max(a, b) terms are needed; the bound is far above that.
        for (var m = 1; m < 100_000; m++)
        {
            var even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
            d = 1 / Away(1 + even * d);
            c = Away(1 + even / c);
            value *= d * c;
            var odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
            d = 1 / Away(1 + odd * d);
            c = Away(1 + odd / c);
            value *= d * c;
            if (Math.Abs(d * c - 1) < 1e-15) break;
        }

        return value;
    }

    private static double Away(double value) => Math.Abs(value) < Tiny ? Tiny : value;

    private static void Check(double a, double b)
    {
        if (!(a > 0 && double.IsFinite(a))) throw new ArgumentOutOfRangeException(nameof(a), a, "A shape of the beta distribution is positive and finite.");
        if (!(b > 0 && double.IsFinite(b))) throw new ArgumentOutOfRangeException(nameof(b), b, "A shape of the beta distribution is positive and finite.");
    }
}
