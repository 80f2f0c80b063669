using Nights.Domain.Campaigns;
using Nights.Domain.Forecasts;

namespace Nights.Tests.Domain.Forecasts;

/// <summary>What a crowd of 15 % clickers must still give under the default schedule, and does not give without exclusion.</summary>
public sealed class QualityGateTests
{
    private static readonly ForecastPlan Gate = new()
    {
        Count = 10_000,
        People = new PeopleMix { Spammers = 0.15, Accuracy = 0.98 },
        Hit = new HitSpec { TrialsPerHit = 60 },
    };

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Clear_triplets_are_kept_rightly_and_coin_flips_are_not(long seed)
    {
        var figures = SimulatePolicy.Run(Gate with { Seed = seed });
        figures.ClearKept.Mean.ShouldBeGreaterThanOrEqualTo(0.8);
        figures.Wrong.Mean.ShouldBeLessThanOrEqualTo(0.005);
        figures.CoinFlipsKept.Mean.ShouldBeLessThanOrEqualTo(0.04);
        figures.Undecided.ShouldBe(0);
        figures.Excluded.ShouldBePositive();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Without_exclusion_the_same_run_fails(long seed)
    {
        var figures = SimulatePolicy.Run(Gate with { Seed = seed, Excludes = false });
        figures.ClearKept.Mean.ShouldBeLessThan(0.8);
        figures.Excluded.ShouldBe(0);
    }
}
