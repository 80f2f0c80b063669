namespace Nights.Domain.Forecasts;

/// <summary>A mean over simulated cases.</summary>
/// <param name="Mean">The mean; 0 over no case.</param>
/// <param name="Error">Its standard error, not negative: what another seed would change.</param>
public readonly record struct Estimate(double Mean, double Error)
{
    /// <summary>The mean of values whose sum and sum of squares are known.</summary>
    public static Estimate Of(double sum, double squares, int cases)
    {
        if (cases == 0) return default;
        var mean = sum / cases;
        return new Estimate(mean, Math.Sqrt(Math.Max(0, squares / cases - mean * mean) / cases));
    }

    /// <summary>How many of so many.</summary>
    public static Estimate Share(int hits, int cases) => Of(hits, hits, cases);
}
