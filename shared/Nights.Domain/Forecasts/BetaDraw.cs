using Nights.Domain.Randomness;

namespace Nights.Domain.Forecasts;

/// <summary>Draws from the Beta distribution as x / (x + y) of two Gamma draws.
/// Source: Marsaglia and Tsang, "A simple method for generating gamma variables", ACM TOMS 26 (2000).</summary>
internal static class BetaDraw
{
    public static double Next(SplitMix64 draw, double a, double b)
    {
        var x = Gamma(draw, a);
        return x / (x + Gamma(draw, b));
    }

    private static double Gamma(SplitMix64 draw, double shape)
    {
        if (shape < 1) return Gamma(draw, shape + 1) * Math.Pow(1 - draw.NextDouble(), 1 / shape);
        var d = shape - 1.0 / 3;
        var c = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            var normal = draw.NextNormal();
            var v = Math.Pow(1 + c * normal, 3);
            if (v > 0 && Math.Log(1 - draw.NextDouble()) < normal * normal / 2 + d * (1 - v + Math.Log(v))) return d * v;
        }
    }
}
