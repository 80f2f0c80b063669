using Nights.Domain.Campaigns;
using Nights.Domain.Guidance;
using Nights.Domain.Randomness;
using Nights.IntegrationTests.Crowd;
using Nights.Local.Bench.Loop;
using Nights.Local.Simulation.Sight;

namespace Nights.IntegrationTests.Bench;

/// <summary>The campaign that the loop bench simulates.</summary>
public sealed class LoopCampaignTests
{
    private static readonly HitSpec Hit = new() { TrialsPerPage = 5, TrialsPerHit = 20 };
    private static readonly LoopWorld World = Painted(60);

    [Fact]
    public void The_same_seed_gives_the_same_campaign_and_all_is_decided_without_a_budget()
    {
        var (one, again) = (Run("not guided", null), Run("not guided", null));

        one.Decided.ShouldBe(World.Triplets.Count);
        (again.Votes, again.Decided).ShouldBe((one.Votes, one.Decided));
        again.Accepted.ShouldBe(one.Accepted);
        one.Votes.ShouldBeInRange(2 * World.Triplets.Count, 6 * World.Triplets.Count);
    }

    [Fact]
    public void A_ranked_campaign_asks_first_what_the_model_is_unsure_of()
    {
        // The model is unsure of every other painting, and sees nothing of what people see.
        var all = Run("not guided", null);
        var plain = Run("not guided", all.Votes / 4, all);
        var ranked = Run("ranked", all.Votes / 4, all);

        Unsure(ranked).ShouldBeGreaterThan(0.8);
        Unsure(plain).ShouldBeLessThan(0.7);

        static double Unsure(LoopOutcome outcome) => outcome.Accepted.Count(one => one.Triplet.Painting % 2 is 0) / (double)outcome.Accepted.Count;
    }

    [Fact]
    public void What_is_screened_is_never_accepted_and_costs_nothing()
    {
        var outcome = Run("screened", null);

        outcome.Screened.ShouldBe(World.Triplets.Count / 3);
        outcome.Decided.ShouldBe(World.Triplets.Count - outcome.Screened);
        outcome.Accepted.ShouldAllBe(one => one.Triplet.Painting % 3 != 0);
    }

    private static LoopOutcome Run(string arm, int? budget, LoopOutcome? whole = null) => new LoopCampaign(World, new VoteSpec { Schedule = [2, 1] }, Hit, 3).Run(
        World.Triplets, LoopArm.All.Single(one => one.Name == arm), budget, whole?.Needs,
        triplet => (new TripletDistances(0.3, triplet.Painting % 2 is 0 ? 0.3 : 0.9, triplet.Painting % 3 is 0 ? 0.01 : 0.4), 0.05), 0.02);

    private static LoopWorld Painted(int paintings)
    {
        var (oracle, draw) = (new PerceptualOracle(), new SplitMix64(1));
        var seen = Enumerable.Range(0, 3 * paintings).Select(_ => oracle.Look(A.Picture(draw.Next(100_000)).EncodePng())).ToList();
        return new LoopWorld([.. seen.Select((_, i) => $"{i}.png")], seen, [.. Enumerable.Range(0, paintings).Select(painting => new LoopTriplet(painting, 3 * painting, 3 * painting + 1, 3 * painting + 2))]);
    }
}
