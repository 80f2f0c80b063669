namespace Nights.DreamSim.Evaluation.Statistics;

/// <summary>Correlations of two series of one length, in [-1, 1]; NaN where one of them does not vary.</summary>
public static class Correlation
{
    /// <summary>Pearson's: of the values.</summary>
    public static double Pearson(double[] x, double[] y)
    {
        SameLength(x, y);
        var (meanX, meanY) = (x.Average(), y.Average());
        double xy = 0, xx = 0, yy = 0;
        for (var i = 0; i < x.Length; i++)
        {
            var (dx, dy) = (x[i] - meanX, y[i] - meanY);
            xy += dx * dy;
            xx += dx * dx;
            yy += dy * dy;
        }

        return xx == 0 || yy == 0 ? double.NaN : xy / Math.Sqrt(xx * yy);
    }

    /// <summary>Spearman's ρ: Pearson's of the ranks, equal values sharing theirs.</summary>
    public static double Spearman(double[] x, double[] y) => Pearson(Ranks.Of(x), Ranks.Of(y));

    /// <summary>Kendall's τ-b: pairs in the same order less pairs in the opposite one, over the geometric mean of the pairs that x and y tell apart.</summary>
    /// <remarks>Source: Knight 1966: n log n, by counting the exchanges of a merge sort.</remarks>
    public static double Kendall(double[] x, double[] y)
    {
        SameLength(x, y);
        var order = Enumerable.Range(0, x.Length).ToArray();
        Array.Sort(order, (i, j) => x[i] != x[j] ? x[i].CompareTo(x[j]) : y[i].CompareTo(y[j]));
        var (byX, byY) = (order.Select(i => x[i]).ToArray(), order.Select(i => y[i]).ToArray());
        var tiedBoth = TiedPairs(i => byX[i] == byX[i - 1] && byY[i] == byY[i - 1], x.Length);
        var tiedX = TiedPairs(i => byX[i] == byX[i - 1], x.Length);
        var exchanges = Exchanges(byY, new double[byY.Length], 0, byY.Length);
        var tiedY = TiedPairs(i => byY[i] == byY[i - 1], x.Length);
        var all = x.Length * (x.Length - 1L) / 2;
        return all == tiedX || all == tiedY ? double.NaN
            : (all - tiedX - tiedY + tiedBoth - 2.0 * exchanges) / (Math.Sqrt(all - tiedX) * Math.Sqrt(all - tiedY));
    }

    /// <summary>Pairs of equals in a sorted series.</summary>
    private static long TiedPairs(Func<int, bool> equalsPrevious, int length)
    {
        var (pairs, run) = (0L, 0L);
        for (var i = 1; i < length; i++)
        {
            run = equalsPrevious(i) ? run + 1 : 0;
            pairs += run;
        }

        return pairs;
    }

    /// <summary>Sorts a stretch and counts how many neighbours a bubble sort would have exchanged.</summary>
    private static long Exchanges(double[] values, double[] spare, int from, int to)
    {
        if (to - from < 2) return 0;

        var middle = (from + to) / 2;
        var count = Exchanges(values, spare, from, middle) + Exchanges(values, spare, middle, to);
        for (int left = from, right = middle, at = from; at < to; at++)
        {
            if (right == to || (left < middle && values[left] <= values[right]))
            {
                spare[at] = values[left++];
            }
            else
            {
                spare[at] = values[right++];
                count += middle - left;
            }
        }

        Array.Copy(spare, from, values, from, to - from);
        return count;
    }

    private static void SameLength(double[] x, double[] y)
    {
        if (x.Length != y.Length) throw new ArgumentException($"Series of {x.Length} and {y.Length} values have no correlation; they must be of one length.");
    }
}
