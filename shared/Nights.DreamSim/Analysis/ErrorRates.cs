namespace Nights.DreamSim.Analysis;

/// <summary>What a threshold on the gap between the two distances of a triplet does: triplets below it are left undecided.</summary>
/// <param name="Gap">Least difference of the two distances.</param>
/// <param name="Decided">Share of triplets with at least this gap.</param>
/// <param name="Error">Share of people's votes, over those, that went to the other picture.</param>
public sealed record GapThreshold(double Gap, double Decided, double Error);

/// <summary>What a threshold on the distance of two pictures does: those below it, or at it, are called the same.</summary>
/// <param name="Distance">Most that two of the same may be apart.</param>
/// <param name="CalledSame">Share of pairs.</param>
/// <param name="FalseSame">Of the judgements "different", the share that is called the same.</param>
/// <param name="FalseDifferent">Of the judgements "same", the share that is called different.</param>
public sealed record SamenessThreshold(double Distance, double CalledSame, double? FalseSame, double? FalseDifferent);

/// <summary>Thresholds on distances, with the error rates that they give on what people judged.</summary>
public static class ErrorRates
{
    /// <summary>Thresholds on the gap that decide about 100 %, 90 %, .. 10 % of the triplets, from the least on. Equal gaps are decided together.</summary>
    /// <param name="gaps">At least one; the absolute difference of the two distances.</param>
    /// <param name="scores">2AFC of each.</param>
    public static IReadOnlyList<GapThreshold> OfGaps(IReadOnlyList<double> gaps, IReadOnlyList<double> scores)
    {
        if (gaps.Count == 0 || gaps.Count != scores.Count) throw new ArgumentException($"{gaps.Count} gaps and {scores.Count} scores; at least 1 and as many are required.");
        var descending = gaps.Zip(scores).OrderByDescending(pair => pair.First).ToList();
        var rows = new List<GapThreshold>();
        for (var tenth = 10; tenth >= 1; tenth--)
        {
            var gap = descending[Math.Max(1, descending.Count * tenth / 10) - 1].First;
            if (rows is [.., var last] && last.Gap == gap) continue;
            var decided = descending.TakeWhile(pair => pair.First >= gap).ToList();
            rows.Add(new GapThreshold(gap, decided.Count / (double)descending.Count, 1 - decided.Average(pair => pair.Second)));
        }

        return rows;
    }

    /// <summary>The thresholds at every distinct distance, or at about <paramref name="most"/> of them, ascending.</summary>
    /// <param name="distances">At least one.</param>
    /// <param name="sameShares">Share of people who called each pair the same, in [0, 1].</param>
    /// <param name="most">At least 2.</param>
    public static IReadOnlyList<SamenessThreshold> OfSameness(IReadOnlyList<double> distances, IReadOnlyList<double> sameShares, int most = 200)
    {
        if (distances.Count == 0 || distances.Count != sameShares.Count)
            throw new ArgumentException($"{distances.Count} distances and {sameShares.Count} shares; at least 1 and as many are required.");
        var ascending = distances.Zip(sameShares).OrderBy(pair => pair.First).ToList();
        var (same, different) = (sameShares.Sum(), sameShares.Sum(share => 1 - share));
        var all = new List<SamenessThreshold>();
        var (below, falseSame, foundSame) = (0, 0.0, 0.0);
        foreach (var tied in ascending.GroupBy(pair => pair.First))
        {
            below += tied.Count();
            falseSame += tied.Sum(pair => 1 - pair.Second);
            foundSame += tied.Sum(pair => pair.Second);
            all.Add(new SamenessThreshold(tied.Key, below / (double)ascending.Count, Rate(falseSame, different), Rate(same - foundSame, same)));
        }

        return all.Count <= most ? all : [.. Enumerable.Range(0, most).Select(i => all[(int)((long)i * (all.Count - 1) / (most - 1))])];
    }

    /// <summary>The threshold at which the two error rates are nearest to each other; the lowest such one. Null where only one answer was ever given.</summary>
    public static SamenessThreshold? EqualError(IReadOnlyList<SamenessThreshold> thresholds) => thresholds
        .Where(threshold => threshold is { FalseSame: not null, FalseDifferent: not null })
        .MinBy(threshold => Math.Abs(threshold.FalseSame!.Value - threshold.FalseDifferent!.Value));

    private static double? Rate(double wrong, double all) => all > 0 ? Math.Clamp(wrong / all, 0, 1) : null;
}
