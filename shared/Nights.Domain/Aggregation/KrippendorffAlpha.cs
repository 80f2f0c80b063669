namespace Nights.Domain.Aggregation;

/// <summary>
/// Krippendorff's alpha for nominal labels with missing votes: α = 1 − D_o/D_e = 1 − (n − 1) Σ_{c≠k} o_ck / Σ_{c≠k} n_c n_k, with o the coincidence matrix, in which an item with
/// m votes, n_uc of them for c, adds n_uc·n_uk/(m − 1), and n_c its row sums. Items with fewer than two votes say nothing and are left out.
/// Above 0.8 is reliable, 0.667 to 0.8 tentative by custom. The interval draws items anew.
/// Source: Krippendorff, "Computing Krippendorff's alpha-reliability" (2011), section C.
/// </summary>
public static class KrippendorffAlpha
{
    /// <param name="draws">Of the bootstrap, at least 100.</param>
    /// <param name="seed">Of the bootstrap.</param>
    public static AgreementEstimate Of(Judgements judgements, int draws = 2000, long seed = 1, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(judgements);
        var patterns = CountPatterns.Of(judgements, votes => votes >= 2, cancel);
        var (items, votes) = (patterns.Items.Sum(), patterns.Counts.Zip(patterns.Items, (counts, many) => (long)counts.Sum() * many).Sum());
        if (items is 0) return new AgreementEstimate(null, null, 0, 0, "No item has two votes.");
        if (Value(patterns, patterns.Items) is not { } value)
            return new AgreementEstimate(null, null, items, votes, "Only one label was ever given, so there is no chance agreement to compare with.");
        return new AgreementEstimate(value, ItemBootstrap.Of(patterns, drawn => Value(patterns, drawn), draws, seed, cancel), items, votes, null);
    }

    private static double? Value(CountPatterns patterns, int[] items)
    {
        Span<double> given = stackalloc double[byte.MaxValue];
        given = given[..(patterns.Counts.Length is 0 ? 0 : patterns.Counts[0].Length)];
        given.Clear();
        var (observed, total) = (0.0, 0.0);
        for (var pattern = 0; pattern < items.Length; pattern++)
        {
            var (counts, many) = (patterns.Counts[pattern], (double)items[pattern]);
            var (votes, disagreeing) = (0.0, 0.0);
            foreach (var count in counts) votes += count;
            for (var label = 0; label < counts.Length; label++)
            {
                disagreeing += counts[label] * (votes - counts[label]);
                given[label] += many * counts[label];
            }

            observed += many * disagreeing / (votes - 1);
            total += many * votes;
        }

        var expected = 0.0;
        foreach (var count in given) expected += count * (total - count);
        return expected > 0 ? 1 - (total - 1) * observed / expected : null;
    }
}
