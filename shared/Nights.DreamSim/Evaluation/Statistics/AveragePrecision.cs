namespace Nights.DreamSim.Evaluation.Statistics;

/// <summary>
/// How well small distances find the pairs that people called the same: the area under precision over recall, pairs taken from the closest on.
/// </summary>
/// <remarks>
/// Source: the just-noticeable-difference score of richzhang/PerceptualSimilarity: VOC's area, where precision at a recall is the best at that recall or a higher one, and a
/// pair that a share of people called the same counts by that share. Pairs of equal distance are taken together, so that their order does not matter.
/// </remarks>
public static class AveragePrecision
{
    /// <param name="distances">Of all pairs.</param>
    /// <param name="same">Of all pairs: the share of people who called it the same, in [0, 1].</param>
    /// <param name="items">Which pairs; one may be there more than once.</param>
    /// <returns>In [0, 1]; NaN when nobody called any of them the same.</returns>
    public static double Of(double[] distances, double[] same, ReadOnlySpan<int> items)
    {
        var (order, keys) = (items.ToArray(), new double[items.Length]);
        for (var i = 0; i < items.Length; i++) keys[i] = distances[items[i]];
        Array.Sort(keys, order);

        var steps = new List<(double Recalled, double Precision)>();
        var (found, wrong) = (0.0, 0.0);
        for (var i = 0; i < order.Length; i++)
        {
            found += same[order[i]];
            wrong += 1 - same[order[i]];
            if (i + 1 == order.Length || keys[i + 1] != keys[i]) steps.Add((found, found / (found + wrong)));
        }

        if (found == 0) return double.NaN;

        var (area, best) = (0.0, 0.0);
        for (var i = steps.Count - 1; i >= 0; i--)
        {
            best = Math.Max(best, steps[i].Precision);
            area += best * (steps[i].Recalled - (i == 0 ? 0 : steps[i - 1].Recalled)) / found;
        }

        return area;
    }
}
