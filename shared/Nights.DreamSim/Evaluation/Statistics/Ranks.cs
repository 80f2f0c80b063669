namespace Nights.DreamSim.Evaluation.Statistics;

/// <summary>Ranks from 1; equal values share the mean of theirs.</summary>
public static class Ranks
{
    public static double[] Of(double[] values)
    {
        var (sorted, order, ranks) = ((double[])values.Clone(), new int[values.Length], new double[values.Length]);
        for (var i = 0; i < order.Length; i++) order[i] = i;
        Array.Sort(sorted, order);
        for (var from = 0; from < order.Length;)
        {
            var to = from + 1;
            while (to < order.Length && sorted[to] == sorted[from]) to++;
            for (var i = from; i < to; i++) ranks[order[i]] = (from + 1 + to) / 2.0;
            from = to;
        }

        return ranks;
    }
}
