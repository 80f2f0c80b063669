using Nights.DreamSim.Evaluation.Statistics;
using Nights.DreamSim.Metrics;

namespace Nights.DreamSim.Judgements;

/// <summary>Two pictures that were flashed one after the other.</summary>
/// <param name="First">Index into the set's pictures.</param>
/// <param name="Second">Index into the set's pictures.</param>
/// <param name="SameShare">Share of people who called them the same, in [0, 1].</param>
public readonly record struct SamenessVote(int First, int Second, double SameShare);

/// <summary>Same or different (just noticeable differences): average precision of small distances for "same".</summary>
public sealed class SamenessVotes(
    IReadOnlyList<string> pictures, IReadOnlyList<SamenessVote> votes, IReadOnlyList<string> groups, IReadOnlyList<JudgedPart> parts)
    : JudgementSet(pictures, groups, parts)
{
    public IReadOnlyList<SamenessVote> Votes => votes;

    public override IReadOnlyList<Statistic> Ask(IPreparedPictures pictures, IProgress<double>? progress, CancellationToken cancel)
    {
        var distances = Distances(pictures, [.. votes.Select(vote => new PicturePair(vote.First, vote.Second))], progress, cancel);
        var same = votes.Select(vote => vote.SameShare).ToArray();
        return [new Statistic("AP", items => AveragePrecision.Of(distances, same, items))];
    }
}
