using Nights.Domain.Aggregation.Statistics;
using Nights.Domain.Randomness;

namespace Nights.Domain.Aggregation;

/// <summary>
/// The percentile interval of a statistic when items are drawn anew, with replacement. Items of one pattern are alike, so the numbers of each pattern are drawn at once,
/// from a multinomial distribution: the same as drawing items one by one, at √n of the cost.
/// Source: Efron and Tibshirani, "An Introduction to the Bootstrap" (1993), chapters 6 and 13.
/// </summary>
internal static class ItemBootstrap
{
    /// <param name="statistic">Of the numbers of items of each pattern; null where it is not defined.</param>
    /// <returns>Null when it is defined for fewer than half of the draws.</returns>
    public static Interval? Of(CountPatterns patterns, Func<int[], double?> statistic, int draws, long seed, CancellationToken cancel)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(draws, 100);
        var random = SplitMix64.Stream(seed, 0);
        var (total, drawn, values) = (patterns.Items.Sum(), new int[patterns.Items.Length], new List<double>(draws));
        for (var draw = 0; draw < draws; draw++)
        {
            cancel.ThrowIfCancellationRequested();
            var (left, mass) = (total, total);
            for (var pattern = 0; pattern < drawn.Length; pattern++)
            {
                drawn[pattern] = BinomialDraw.From(random, left, (double)patterns.Items[pattern] / mass);
                left -= drawn[pattern];
                mass -= patterns.Items[pattern];
                if (mass is 0) break;
            }

            if (statistic(drawn) is { } value) values.Add(value);
        }

        if (values.Count < draws / 2) return null;
        values.Sort();
        return new Interval(Percentile(values, (1 - Interval.Usual) / 2), Percentile(values, (1 + Interval.Usual) / 2));
    }

    private static double Percentile(List<double> sorted, double share)
    {
        var place = share * (sorted.Count - 1);
        var below = (int)place;
        return below + 1 < sorted.Count ? sorted[below] + (place - below) * (sorted[below + 1] - sorted[below]) : sorted[below];
    }
}
