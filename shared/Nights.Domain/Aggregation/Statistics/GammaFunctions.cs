namespace Nights.Domain.Aggregation.Statistics;

/// <summary>Logarithm of the gamma function and its derivative, for positive arguments, to about 14 digits.</summary>
internal static class GammaFunctions
{
    // From here on Stirling's series with the terms below is exact to the last digits.
    private const double Large = 12;

    /// <summary>ln Γ(x). Source: Abramowitz and Stegun 6.1.41, after the recurrence 6.1.15.</summary>
    public static double LogGamma(double x)
    {
        var product = 1.0;
        for (; x < Large; x++) product *= x;
        var square = 1 / (x * x);
        var series = 1.0 / 12 - square * (1.0 / 360 - square * (1.0 / 1260 - square * (1.0 / 1680 - square * (1.0 / 1188 - square * (691.0 / 360360)))));
        return (x - 0.5) * Math.Log(x) - x + 0.5 * Math.Log(2 * Math.PI) + series / x - Math.Log(product);
    }

    /// <summary>ψ(x) = d ln Γ(x)/dx. Source: Abramowitz and Stegun 6.3.18, after the recurrence 6.3.5.</summary>
    public static double Digamma(double x)
    {
        var sum = 0.0;
        for (; x < Large; x++) sum += 1 / x;
        var square = 1 / (x * x);
        var series = square * (1.0 / 12 - square * (1.0 / 120 - square * (1.0 / 252 - square * (1.0 / 240 - square * (1.0 / 132 - square * (691.0 / 32760))))));
        return Math.Log(x) - 0.5 / x - series - sum;
    }
}
