using Nights.DreamSim.Evaluation.Statistics;
using Nights.DreamSim.Metrics;

namespace Nights.DreamSim.Judgements;

/// <summary>A distorted picture and what people think of it.</summary>
/// <param name="Reference">Index into the set's pictures.</param>
/// <param name="Distorted">Index into the set's pictures.</param>
/// <param name="Opinion">Mean opinion; more is closer to the reference.</param>
public readonly record struct QualityOpinion(int Reference, int Distorted, double Opinion);

/// <summary>
/// Opinions of distorted pictures (TID2013, KADID-10k): how far the order of distances follows them. Signs are turned, so that 1 is full agreement. PLCC is
/// Pearson's after one logistic curve, which is fitted once to all judgements of the set.
/// </summary>
public sealed class QualityOpinions(
    IReadOnlyList<string> pictures, IReadOnlyList<QualityOpinion> opinions, IReadOnlyList<string> groups, IReadOnlyList<JudgedPart> parts)
    : JudgementSet(pictures, groups, parts)
{
    public IReadOnlyList<QualityOpinion> Opinions => opinions;

    public override IReadOnlyList<Statistic> Ask(IPreparedPictures pictures, IProgress<double>? progress, CancellationToken cancel)
    {
        var distances = Distances(pictures, [.. opinions.Select(o => new PicturePair(o.Reference, o.Distorted))], progress, cancel);
        var people = opinions.Select(opinion => opinion.Opinion).ToArray();
        var curve = LogisticCurve.Fit(distances, people);
        double[] predicted = [.. distances.Select(distance => curve[distance])], closeness = [.. distances.Select(distance => -distance)];
        return
        [
            new Statistic("SRCC", items => Correlation.Spearman(Pick(closeness, items), Pick(people, items))),
            new Statistic("KRCC", items => Correlation.Kendall(Pick(closeness, items), Pick(people, items))),
            new Statistic("PLCC", items => Correlation.Pearson(Pick(predicted, items), Pick(people, items))),
        ];
    }

    private static double[] Pick(double[] values, ReadOnlySpan<int> items)
    {
        var picked = new double[items.Length];
        for (var i = 0; i < picked.Length; i++) picked[i] = values[items[i]];
        return picked;
    }
}
