using Nights.Domain.Campaigns;
using Nights.Domain.Forecasts;
using Nights.Domain.Voting;

namespace Nights.Tests.Domain.Forecasts;

public sealed class SimulatePolicyTests
{
    private static readonly ForecastPlan Unchecked = new()
    {
        Quality = new QualitySpec { Practice = 0, GoldShare = 0 },
        People = new PeopleMix { Spammers = 0 },
        Count = 20_000,
    };

    [Theory]
    [InlineData(new[] { 2, 1, 1, 1, 1 }, 3.62)]
    [InlineData(new[] { 3, 2, 1 }, 4.11)]
    [InlineData(new[] { 1, 1, 1, 1, 1, 1, 1, 1, 1, 1 }, 4.24)]
    [InlineData(new[] { 5, 5 }, 6.2)]
    public void Schedules_cost_what_the_beta_model_of_nights_says(int[] schedule, double published)
    {
        var votes = SimulatePolicy.Run(Unchecked with { Triplets = new TripletMix { Difficulty = TripletMix.OfNights }, Votes = new VoteSpec { Schedule = schedule } }).Votes;
        var exact = ClosedForms.UnanimousVotes(schedule, TripletMix.OfNights);
        exact.ShouldBe(published, 0.05);
        votes.Mean.ShouldBe(exact, 4 * votes.Error);
    }

    [Fact]
    public void A_fifth_stays_unanimous_over_six_votes()
    {
        var accepted = SimulatePolicy.Run(Unchecked with { Triplets = new TripletMix { Difficulty = TripletMix.OfNights } }).Accepted;
        accepted.Mean.ShouldBe(0.2, 4 * accepted.Error);
    }

    [Theory]
    [InlineData(0.8, 2, 0.941, 2.9)]
    [InlineData(0.8, 3, 0.985, 4.8)]
    [InlineData(0.7, 3, 0.927, 6.4)]
    [InlineData(0.9, 2, 0.988, 2.4)]
    public void The_margin_rule_is_the_gamblers_ruin(double accuracy, int margin, double right, double votes)
    {
        ClosedForms.MarginAccuracy(accuracy, margin).ShouldBe(right, 0.001);
        ClosedForms.MarginVotes(accuracy, margin).ShouldBe(votes, 0.06);
        var figures = Clear(accuracy, new VoteSpec { Rule = ConsensusRule.Margin, Margin = margin, Schedule = [.. Enumerable.Repeat(1, 50)] });
        figures.Votes.Mean.ShouldBe(ClosedForms.MarginVotes(accuracy, margin), 4 * figures.Votes.Error);
        figures.ClearKept.Mean.ShouldBe(ClosedForms.MarginAccuracy(accuracy, margin), 4 * figures.ClearKept.Error);
    }

    [Theory]
    [InlineData(0.9, 3, 0.27)]
    [InlineData(0.9, 5, 0.34)]
    [InlineData(0.9, 7, 0.37)]
    [InlineData(0.6, 5, 0.19)]
    public void A_curtailed_majority_saves_votes_and_answers_the_same(double accuracy, int most, double saving)
    {
        (1 - ClosedForms.CurtailedMajorityVotes(accuracy, most) / most).ShouldBe(saving, 0.01);
        var figures = Clear(accuracy, new VoteSpec { Rule = ConsensusRule.Majority, Schedule = [.. Enumerable.Repeat(1, most)] });
        figures.Votes.Mean.ShouldBe(ClosedForms.CurtailedMajorityVotes(accuracy, most), 4 * figures.Votes.Error);
    }

    [Fact]
    public void The_same_plan_gives_the_same_figures()
    {
        var plan = new ForecastPlan { Count = 300, People = new PeopleMix { Spammers = 0.2 } };
        SimulatePolicy.Run(plan).ShouldBe(SimulatePolicy.Run(plan));
        SimulatePolicy.Run(plan with { Seed = 2 }).ShouldNotBe(SimulatePolicy.Run(plan));
    }

    [Fact]
    public void A_campaign_that_only_clickers_visit_is_given_up() =>
        SimulatePolicy.Run(new ForecastPlan
        {
            Count = 20,
            People = new PeopleMix { Spammers = 1 },
            Quality = new QualitySpec { GoldShare = 0.5, GoldBeforeJudging = 1, GoldRightShare = 1 },
        }).Trials.ShouldBePositive();

    [Fact]
    public void Shares_that_are_none_are_refused() =>
        Should.Throw<ArgumentException>(() => SimulatePolicy.Run(new ForecastPlan { People = new PeopleMix { Spammers = 0.7, Left = 0.5 } })).Message.ShouldContain("0 to 1");

    private static PolicyFigures Clear(double accuracy, VoteSpec votes) => SimulatePolicy.Run(Unchecked with
    {
        Triplets = new TripletMix { Ambiguous = 0 },
        People = new PeopleMix { Spammers = 0, Accuracy = accuracy },
        Votes = votes,
    });
}
