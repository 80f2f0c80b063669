using Nights.DreamSim.Evaluation;
using Nights.DreamSim.Metrics;
using Nights.DreamSim.Triplets;

namespace Nights.DreamSim.Judgements;

/// <summary>One triplet that people judged.</summary>
/// <param name="Reference">Index into the set's pictures.</param>
/// <param name="Left">Index into the set's pictures.</param>
/// <param name="Right">Index into the set's pictures.</param>
/// <param name="RightShare">Share of people who found the right one closer, in [0, 1].</param>
public readonly record struct ForcedChoice(int Reference, int Left, int Right, double RightShare);

/// <summary>Which of two pictures is closer to a third: NIGHTS, our snapshots, BAPPS.</summary>
public sealed class ForcedChoices(
    IReadOnlyList<string> pictures, IReadOnlyList<ForcedChoice> choices, IReadOnlyList<string> groups, IReadOnlyList<JudgedPart> parts)
    : JudgementSet(pictures, groups, parts)
{
    public IReadOnlyList<ForcedChoice> Choices => choices;

    /// <summary>The triplets of a split.</summary>
    public static ForcedChoices Of(TripletSet set) => new(
        set.Pictures, [.. set.Triplets.Select(triplet => new ForcedChoice(triplet.Reference, triplet.Left, triplet.Right, triplet.RightShare))],
        [.. set.Triplets.Select(triplet => triplet.Group)], [new JudgedPart(set.Split, [.. Enumerable.Range(0, set.Triplets.Count)])]);

    public override IReadOnlyList<Statistic> Ask(IPreparedPictures pictures, IProgress<double>? progress, CancellationToken cancel)
    {
        var distances = Distances(
            pictures, [.. choices.SelectMany(c => new PicturePair[] { new(c.Reference, c.Left), new(c.Reference, c.Right) })], progress, cancel);
        return [Statistic.Mean("2AFC", [.. choices.Select((choice, i) => TwoAfc.Score(distances[2 * i], distances[2 * i + 1], choice.RightShare))])];
    }
}
