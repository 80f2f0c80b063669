using Nights.Domain.Campaigns;
using Nights.Domain.Voting;

namespace Nights.Crowd.Campaigns;

/// <summary>What never changes of a campaign once it runs.</summary>
internal sealed record RunningCampaign(Guid Id, CampaignSpec Spec)
{
    public VotePolicy Policy { get; } = VotePolicy.From(Spec.Votes);

    /// <summary>Pay of one trial in minor units.</summary>
    public int PayMinor => Spec.Budget.PayPerTrialMinor;

    /// <summary>Whether trials with a known answer are shown at all.</summary>
    public bool NeedsGold => Spec.Quality is { Practice: > 0 } or { GoldShare: > 0 } || (Spec.Quality.TrialsPerCheck > 0 && Spec.Quality.TrialsPerCheck <= Spec.Hit.TrialsPerHit);
}
