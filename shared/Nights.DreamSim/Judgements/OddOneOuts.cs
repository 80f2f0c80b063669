using Nights.DreamSim.Metrics;

namespace Nights.DreamSim.Judgements;

/// <summary>Three pictures of which people found one to be the odd one out.</summary>
/// <param name="First">One of the two that belong together, as an index into the set's pictures.</param>
/// <param name="Second">The other.</param>
/// <param name="Odd">The odd one.</param>
public readonly record struct OddOneOut(int First, int Second, int Odd);

/// <summary>
/// Which of three is the odd one out (THINGS): right when no two are closer than the pair that people left together; ties count as right, as in the reference.
/// </summary>
public sealed class OddOneOuts(
    IReadOnlyList<string> pictures, IReadOnlyList<OddOneOut> triples, IReadOnlyList<string> groups, IReadOnlyList<JudgedPart> parts)
    : JudgementSet(pictures, groups, parts)
{
    public IReadOnlyList<OddOneOut> Triples => triples;

    public override IReadOnlyList<Statistic> Ask(IPreparedPictures pictures, IProgress<double>? progress, CancellationToken cancel)
    {
        var distances = Distances(
            pictures, [.. triples.SelectMany(t => new PicturePair[] { new(t.First, t.Second), new(t.First, t.Odd), new(t.Second, t.Odd) })], progress, cancel);
        return [Statistic.Mean(
            "odd one out", [.. triples.Select((_, i) => distances[3 * i] <= Math.Min(distances[3 * i + 1], distances[3 * i + 2]) ? 1.0 : 0.0)])];
    }
}
