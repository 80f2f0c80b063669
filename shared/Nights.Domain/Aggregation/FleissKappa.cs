namespace Nights.Domain.Aggregation;

/// <summary>
/// Fleiss' kappa: κ = (P̄ − P̄_e)/(1 − P̄_e) with P_i = (Σ_j n_ij² − n)/(n(n − 1)) on an item, P̄ its mean, P̄_e = Σ_j p_j², p_j the share of label j among all votes.
/// Every item must have the same number n of votes; those with another number are left out. The interval draws items anew.
/// Source: Fleiss, "Measuring nominal scale agreement among many raters", Psychological Bulletin 76 (1971), equations 1 to 8.
/// </summary>
public static class FleissKappa
{
    /// <param name="votesPerItem">n, at least 2; null for the number that most items have (the larger of two as frequent).</param>
    /// <param name="draws">Of the bootstrap, at least 100.</param>
    /// <param name="seed">Of the bootstrap.</param>
    public static AgreementEstimate Of(Judgements judgements, int? votesPerItem = null, int draws = 2000, long seed = 1, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(judgements);
        if (votesPerItem is < 2) throw new ArgumentOutOfRangeException(nameof(votesPerItem), votesPerItem, "Agreement takes two votes on an item at least.");
        if ((votesPerItem ?? Usual(judgements)) is not { } n) return new AgreementEstimate(null, null, 0, 0, "No item has two votes.");

        var patterns = CountPatterns.Of(judgements, votes => votes == n, cancel);
        var items = patterns.Items.Sum();
        if (items is 0) return new AgreementEstimate(null, null, 0, 0, $"No item has {n} votes.");
        if (Value(patterns, patterns.Items, n) is not { } value)
            return new AgreementEstimate(null, null, items, (long)items * n, "Only one label was ever given, so there is no chance agreement to compare with.");
        return new AgreementEstimate(value, ItemBootstrap.Of(patterns, drawn => Value(patterns, drawn, n), draws, seed, cancel), items, (long)items * n, null);
    }

    private static int? Usual(Judgements judgements)
    {
        var many = new SortedDictionary<int, int>();
        for (var item = 0; item < judgements.Items; item++)
        {
            var votes = judgements.VotesOn(item);
            if (votes >= 2) many[votes] = many.GetValueOrDefault(votes) + 1;
        }

        return many.Count is 0 ? null : many.MaxBy(pair => (pair.Value, pair.Key)).Key;
    }

    private static double? Value(CountPatterns patterns, int[] items, int n)
    {
        Span<double> given = stackalloc double[byte.MaxValue];
        given = given[..(patterns.Counts.Length is 0 ? 0 : patterns.Counts[0].Length)];
        given.Clear();
        var (agreement, total) = (0.0, 0.0);
        for (var pattern = 0; pattern < items.Length; pattern++)
        {
            var (counts, many, squares) = (patterns.Counts[pattern], (double)items[pattern], 0.0);
            for (var label = 0; label < counts.Length; label++)
            {
                squares += (double)counts[label] * counts[label];
                given[label] += many * counts[label];
            }

            agreement += many * (squares - n) / ((double)n * (n - 1));
            total += many;
        }

        var chance = 0.0;
        foreach (var count in given) chance += count / (total * n) * (count / (total * n));
        return chance < 1 - 1e-12 ? (agreement / total - chance) / (1 - chance) : null;
    }
}
