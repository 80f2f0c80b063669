using Nights.DreamSim.Training;

namespace Nights.DreamSim.Evaluation;

/// <summary>
/// An interval for the difference of two scores on the same triplets. Whole groups are drawn, because triplets that share pictures are not independent.
/// </summary>
/// <remarks>Source: Efron and Tibshirani 1993, percentile bootstrap.</remarks>
public static class PairedBootstrap
{
    /// <param name="groups">For each group: the sum of the differences of its triplets, and their number.</param>
    /// <param name="draws">Resamples.</param>
    /// <param name="seed">The same seed gives the same interval.</param>
    /// <param name="level">Share of the draws inside the interval.</param>
    /// <returns>Lower and upper end of the mean difference.</returns>
    public static (double Low, double High) Interval(IReadOnlyList<(double Sum, int Count)> groups, int draws = 4000, long seed = 1, double level = 0.95)
    {
        if (groups.Count == 0) throw new ArgumentException("An interval needs at least 1 group.", nameof(groups));

        var random = new SeededRandom(seed, "bootstrap");
        var means = new double[draws];
        for (var draw = 0; draw < draws; draw++)
        {
            var (sum, count) = (0.0, 0);
            for (var i = 0; i < groups.Count; i++)
            {
                var group = groups[random.Next(groups.Count)];
                sum += group.Sum;
                count += group.Count;
            }

            means[draw] = sum / count;
        }

        Array.Sort(means);
        return (Quantiles.Of(means, (1 - level) / 2), Quantiles.Of(means, (1 + level) / 2));
    }
}
