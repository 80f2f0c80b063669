using Nights.Domain.Campaigns;

namespace Nights.Domain.Forecasts;

/// <summary>What is simulated: the rules of a campaign, and what we expect of its triplets and its people.</summary>
public sealed record ForecastPlan
{
    public VoteSpec Votes { get; init; } = new();
    public QualitySpec Quality { get; init; } = new();
    public HitSpec Hit { get; init; } = new();

    /// <summary>Pay of one trial in minor units.</summary>
    public int PayPerTrialMinor { get; init; }

    public TripletMix Triplets { get; init; } = new();
    public PeopleMix People { get; init; } = new();

    /// <summary>Whether failed gold excludes: false shows what gold is worth.</summary>
    public bool Excludes { get; init; } = true;

    /// <summary>Triplets to simulate, at least 1; the error falls with their square root.</summary>
    public int Count { get; init; } = 2000;

    /// <summary>Same seed, same figures.</summary>
    public long Seed { get; init; } = 1;
}
