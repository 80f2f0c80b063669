namespace Nights.Domain.Aggregation.Statistics;

/// <summary>The standard normal distribution, to about 14 digits.</summary>
public static class NormalDistribution
{
    // Below it the series is the shorter way, above it the continued fraction.
    private const double Tail = 3;

    public static double Density(double x) => Math.Exp(-0.5 * x * x) / Math.Sqrt(2 * Math.PI);

    /// <summary>P(X ≤ x). Source: Abramowitz and Stegun 26.2.11 near the middle, 26.2.14 in the tails.</summary>
    public static double Cumulative(double x)
    {
        if (double.IsNaN(x)) return double.NaN;
        if (Math.Abs(x) > 38) return x > 0 ? 1 : 0;
        if (Math.Abs(x) >= Tail)
        {
            var fraction = 0.0;
            for (var n = 120; n >= 1; n--) fraction = n / (Math.Abs(x) + fraction);
            var tail = Density(x) / (Math.Abs(x) + fraction);
            return x > 0 ? 1 - tail : tail;
        }

        var (term, sum) = (x, x);
        for (var n = 3; Math.Abs(term) > 1e-18; n += 2) sum += term *= x * x / n;
        return 0.5 + Density(x) * sum;
    }

    /// <summary>The x with P(X ≤ x) = <paramref name="probability"/>: the start of Abramowitz and Stegun 26.2.23, mended by Newton's method.</summary>
    /// <param name="probability">Between 0 and 1; at the ends the answer is infinite.</param>
    public static double Quantile(double probability)
    {
        if (probability is not (>= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(probability), probability, "A probability lies between 0 and 1.");
        if (probability is 0) return double.NegativeInfinity;
        if (probability is 1) return double.PositiveInfinity;
        if (probability > 0.5) return -Quantile(1 - probability);

        var t = Math.Sqrt(-2 * Math.Log(probability));
        var x = -(t - (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308))));
        for (var round = 0; round < 8; round++)
        {
            // In the tail the probability spans orders of magnitude; its logarithm is nearly straight there.
            var cumulative = Cumulative(x);
            var step = cumulative * Math.Log(cumulative / probability) / Density(x);
            x -= step;
            if (Math.Abs(step) < 1e-15 * (1 + Math.Abs(x))) break;
        }

        return x;
    }
}
