using Nights.Domain.Campaigns;
using Nights.Domain.Guidance;
using Nights.Domain.Voting;

namespace Nights.Tests.Domain.Guidance;

public sealed class ExpectedInformationTests
{
    private static readonly VotePolicy SixOfSix = VotePolicy.From(new VoteSpec());

    private static double Of(double expectedA, int a = 0, int b = 0) => ExpectedInformation.Of(SixOfSix, new Ballot(new Tally(a, b)), expectedA);

    [Fact]
    public void Two_votes_are_worked_out_by_hand()
    {
        // Beta(1.6, 0.4): two votes for A 1.6/2 · 2.6/3, two for B 0.4/2 · 1.4/3; both are always bought.
        var policy = VotePolicy.From(new VoteSpec { Schedule = [2] });
        var (a, b, votes) = ExpectedInformation.Outlook(policy, default, 0.8);
        a.ShouldBe(1.6 / 2 * 2.6 / 3, 1e-12);
        b.ShouldBe(0.4 / 2 * 1.4 / 3, 1e-12);
        votes.ShouldBe(2, 1e-12);
        ExpectedInformation.Of(policy, default, 0.8).ShouldBe((a * -Math.Log(0.8) + b * -Math.Log(0.2)) / 2, 1e-12);
    }

    [Fact]
    public void Six_unanimous_votes_of_people_of_whom_nothing_is_known_come_two_times_in_seven()
    {
        var (a, b, votes) = ExpectedInformation.Outlook(SixOfSix, default, 0.5);
        (a + b).ShouldBe(2.0 / 7, 1e-12);
        // Bought two, then one as long as all agree: 2 + 2/3 + 2/4 + 2/5 + 2/6.
        votes.ShouldBe(2 + 2 / 3.0 + 0.5 + 0.4 + 1 / 3.0, 1e-12);
    }

    [Fact]
    public void Where_the_model_is_unsure_a_vote_tells_more()
    {
        double[] surer = [0.5, 0.6, 0.7, 0.8, 0.9, 0.99];
        surer.Select(chance => Of(chance)).ShouldBeInOrder(SortDirection.Descending);
    }

    [Theory]
    [InlineData(0.6)]
    [InlineData(0.9)]
    [InlineData(0.99)]
    public void Where_early_votes_contradict_the_model_the_next_one_tells_more_than_where_they_agree(double expectedA)
    {
        for (var votes = 1; votes < 6; votes++) Of(expectedA, b: votes).ShouldBeGreaterThan(Of(expectedA, a: votes));
    }

    [Fact]
    public void The_two_variations_are_alike()
    {
        foreach (var chance in new[] { 0.01, 0.3, 0.5, 0.77 })
            for (var votes = 0; votes < 6; votes++) Of(chance, a: votes).ShouldBe(Of(1 - chance, b: votes), 1e-12);
    }

    [Fact]
    public void A_decided_triplet_tells_nothing_more()
    {
        Of(0.9, a: 6).ShouldBe(0);
        Of(0.9, a: 1, b: 1).ShouldBe(0);
    }

    [Theory]
    [InlineData(ConsensusRule.Unanimous)]
    [InlineData(ConsensusRule.Margin)]
    [InlineData(ConsensusRule.Majority)]
    [InlineData(ConsensusRule.Bayesian)]
    public void Every_rule_gives_chances_and_a_number_of_votes_that_it_can_buy(ConsensusRule rule)
    {
        var policy = VotePolicy.From(new VoteSpec { Rule = rule, Schedule = [2, 1, 2, 1, 1], Margin = 2, Confidence = 0.9 });
        foreach (var chance in new[] { 0.01, 0.35, 0.5, 0.99 })
        {
            var (a, b, votes) = ExpectedInformation.Outlook(policy, default, chance);
            a.ShouldBeInRange(0, 1);
            b.ShouldBeInRange(0, 1);
            (a + b).ShouldBeInRange(1e-6, 1 + 1e-12);
            votes.ShouldBeInRange(1, policy.MaxVotes);
        }
    }

    [Fact]
    public void A_chance_that_is_none_is_refused() =>
        Should.Throw<ArgumentOutOfRangeException>(() => Of(1)).Message.ShouldContain("above 0 and below 1");
}
