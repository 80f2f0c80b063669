namespace Nights.Domain.Quality;

/// <summary>The beta distribution: its cumulative probability by Lentz's continued fraction, its quantiles by bisection. Good to 1e-12.</summary>
public static class BetaDistribution
{
    private const int MostTerms = 500;
    private const int Halvings = 60;
    private const double Small = 1e-300;

    // Lanczos' coefficients for g = 7.
    private static readonly double[] Lanczos =
    [
        0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059, 12.507343278686905, -0.13857109526572012,
        9.9843695780195716e-6, 1.5056327351493116e-7,
    ];

    /// <summary>P(X ≤ x).</summary>
    /// <param name="x">0 to 1.</param>
    /// <param name="a">Above 0.</param>
    /// <param name="b">Above 0.</param>
    public static double Cumulative(double x, double a, double b)
    {
        if (x <= 0) return 0;
        if (x >= 1) return 1;
        // The fraction converges fast on the near side of the mean; the other side is its mirror.
        return x < (a + 1) / (a + b + 2) ? Fraction(x, a, b) : 1 - Fraction(1 - x, b, a);
    }

    /// <summary>The x with P(X ≤ x) = p.</summary>
    /// <param name="p">0 to 1.</param>
    public static double Quantile(double p, double a, double b)
    {
        var (low, high) = (0.0, 1.0);
        for (var i = 0; i < Halvings; i++)
        {
            var middle = (low + high) / 2;
            if (Cumulative(middle, a, b) < p) low = middle;
            else high = middle;
        }

        return (low + high) / 2;
    }

    /// <summary>ln Γ(x) for x above 0.</summary>
    public static double LogGamma(double x)
    {
        var sum = Lanczos[0];
        for (var i = 1; i < Lanczos.Length; i++) sum += Lanczos[i] / (x - 1 + i);
        var t = x + 6.5;
        return 0.5 * Math.Log(2 * Math.PI) + (x - 0.5) * Math.Log(t) - t + Math.Log(sum);
    }

    private static double Fraction(double x, double a, double b)
    {
        var front = Math.Exp(LogGamma(a + b) - LogGamma(a) - LogGamma(b) + a * Math.Log(x) + b * Math.Log(1 - x)) / a;
        var (c, d) = (1.0, 1 / NotZero(1 - (a + b) * x / (a + 1)));
        var result = d;
        for (var m = 1; m <= MostTerms; m++)
        {
            Step(m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)));
            var before = result;
            Step(-(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)));
            if (Math.Abs(result - before) < 1e-15 * Math.Abs(result)) break;
        }

        return front * result;

        void Step(double term)
        {
            d = 1 / NotZero(1 + term * d);
            c = NotZero(1 + term / c);
            result *= c * d;
        }
    }

    private static double NotZero(double value) => Math.Abs(value) < Small ? Small : value;
}
