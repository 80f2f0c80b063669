using Nights.DreamSim.Metrics;

namespace Nights.DreamSim.Judgements;

/// <summary>
/// Retrieval: of each picture's nearest others, the share that has its label. Every picture is a query once; equally near ones count by the share of them that has room.
/// </summary>
public sealed class LabelledPictures : JudgementSet
{
    private static readonly int[] Depths = [1, 5, 10];
    private readonly IReadOnlyList<string> labels;

    /// <param name="pictures">Files.</param>
    /// <param name="labels">One for each.</param>
    public LabelledPictures(IReadOnlyList<string> pictures, IReadOnlyList<string> labels)
        : base(pictures, pictures, [new JudgedPart(JudgedPart.All, [.. Enumerable.Range(0, pictures.Count)])]) => this.labels = labels;

    public override IReadOnlyList<Statistic> Ask(IPreparedPictures pictures, IProgress<double>? progress, CancellationToken cancel)
    {
        int[] depths = [.. Depths.Where(depth => depth < Count)];
        var precision = depths.Select(_ => new double[Count]).ToArray();
        for (var query = 0; query < Count; query++)
        {
            int[] others = [.. Enumerable.Range(0, Count).Where(other => other != query)];
            var distances = Distances(pictures, [.. others.Select(other => new PicturePair(query, other))], null, cancel);
            var hits = others.Select(other => labels[other] == labels[query] ? 1.0 : 0.0).ToArray();
            Array.Sort(distances, hits);
            for (var d = 0; d < depths.Length; d++) precision[d][query] = Precision(distances, hits, depths[d]);
            progress?.Report((query + 1) / (double)Count);
        }

        return [.. depths.Select((depth, d) => Statistic.Mean($"P@{depth}", precision[d]))];
    }

    /// <summary>Those at the distance of the last place share the places that are left.</summary>
    private static double Precision(double[] distances, double[] hits, int depth)
    {
        var last = distances[depth - 1];
        var from = Array.FindIndex(distances, distance => distance == last);
        var to = Array.FindLastIndex(distances, distance => distance == last) + 1;
        var sure = hits.AsSpan(0, from).ToArray().Sum();
        return (sure + hits.AsSpan(from, to - from).ToArray().Sum() * (depth - from) / (to - from)) / depth;
    }
}
