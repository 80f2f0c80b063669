using Nights.Domain.Campaigns;
using Nights.Domain.Jnd;
using Nights.Domain.Voting;

namespace Nights.Crowd.Campaigns;

/// <summary>What never changes of a campaign once it runs.</summary>
internal sealed record RunningCampaign(Guid Id, CampaignSpec Spec)
{
    public VotePolicy Policy { get; } = VotePolicy.From(Spec.Votes);

    /// <summary>Pay of one trial in minor units.</summary>
    public int PayMinor => Spec.Budget.PayPerTrialMinor;

    /// <summary>Whether the pairs of a triplet are flashed and judged one at a time, each by other people.</summary>
    public bool JudgesSinglePairs => Spec is { Task: CampaignTask.Jnd, Jnd.Variant: JndVariant.Pair };

    /// <summary>Slots that a triplet gets when its pictures are there: the first round's, or all judgements of its pairs.</summary>
    public int FirstSlots => Spec.Task is CampaignTask.Jnd ? Spec.Jnd.Judgements * (JudgesSinglePairs ? 2 : 1) : Policy.Slots(1);

    /// <summary>Whether trials with a known answer are shown at all.</summary>
    public bool NeedsGold => Spec.Quality is { Practice: > 0 } or { GoldShare: > 0 } || (Spec.Quality.TrialsPerCheck > 0 && Spec.Quality.TrialsPerCheck <= Spec.Hit.TrialsPerHit);
}
