using Nights.Domain.Randomness;

namespace Nights.Domain.Aggregation.Statistics;

/// <summary>
/// Draws from a binomial distribution by inversion from its mode outwards: exact, and √n steps, so that a million items are resampled without touching each.
/// Source: Devroye, "Non-Uniform Random Variate Generation" (1986), X.1.
/// </summary>
internal static class BinomialDraw
{
    /// <param name="trials">Not negative.</param>
    /// <param name="probability">0 to 1.</param>
    public static int From(SplitMix64 random, int trials, double probability)
    {
        if (trials is 0 || probability <= 0) return 0;
        if (probability >= 1) return trials;

        var mode = (int)Math.Min(trials, Math.Floor((trials + 1) * probability));
        var odds = probability / (1 - probability);
        var (up, down) = (mode, mode);
        var above = Math.Exp(
            GammaFunctions.LogGamma(trials + 1.0) - GammaFunctions.LogGamma(mode + 1.0) - GammaFunctions.LogGamma(trials - mode + 1.0)
            + mode * Math.Log(probability) + (trials - mode) * Math.Log(1 - probability));
        var below = above;
        var left = random.NextDouble() - above;
        while (left >= 0 && (up < trials || down > 0))
        {
            if (up < trials)
            {
                above *= odds * (trials - up) / (up + 1);
                up++;
                left -= above;
                if (left < 0) return up;
            }

            if (down > 0)
            {
                below *= down / (odds * (trials - down + 1));
                down--;
                left -= below;
                if (left < 0) return down;
            }
        }

        return mode;
    }
}
