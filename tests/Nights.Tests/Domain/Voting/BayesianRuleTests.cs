using Nights.Domain.Campaigns;
using Nights.Domain.Quality;
using Nights.Domain.Voting;

namespace Nights.Tests.Domain.Voting;

public sealed class BayesianRuleTests
{
    private static readonly VoteSpec Spec = new() { Rule = ConsensusRule.Bayesian, Schedule = [2, 1, 1, 1, 1, 1, 1, 1], Confidence = 0.95, AmbiguousShare = 0.5, ClearAgreement = 1, LeastChance = 0.05 };
    private static readonly Skill Trusted = new(9_500);

    [Fact]
    public void The_posterior_of_three_states_is_bayes_rule_by_hand()
    {
        var belief = Belief.Of(Cast("AAB"), 0.5);
        var (a, b, coin) = (0.25 * 0.95 * 0.95 * 0.05, 0.25 * 0.05 * 0.05 * 0.95, 0.5 * 0.125);
        belief.A.ShouldBe(a / (a + b + coin), 1e-6);
        belief.B.ShouldBe(b / (a + b + coin), 1e-6);
        belief.Ambiguous.ShouldBe(coin / (a + b + coin), 1e-6);
    }

    [Theory]
    [InlineData(0, 0, 8000)]
    [InlineData(10, 10, 9000)]
    [InlineData(0, 10, 4000)]
    [InlineData(39, 40, 9400)]
    public void Skill_is_the_mean_of_the_beta_posterior(int right, int total, int basisPoints) =>
        Skill.Of(new GoldScore(right, total)).BasisPoints.ShouldBe((short)basisPoints);

    [Fact]
    public void Worse_than_a_coin_says_nothing_and_nobody_is_beyond_error()
    {
        new Skill(4_000).Says(1).ShouldBe((0, 0));
        new Skill(10_000).Says(1).ShouldBe(new Skill(9_900).Says(1));
    }

    [Fact]
    public void Where_clear_triplets_have_dissent_of_their_own_a_dissent_says_less()
    {
        // Skill 0.95 looks in nine of ten trials: 0.9 · 0.9 + 0.1 / 2 give the clear answer.
        Trusted.Says(0.9).ShouldBe(((long)Math.Round(1e6 * Math.Log(2 * 0.86)), (long)Math.Round(1e6 * Math.Log(2 * 0.14))));
        Trusted.Says(1).ShouldBe(((long)Math.Round(1e6 * Math.Log(1.9)), (long)Math.Round(1e6 * Math.Log(0.1))));
        var policy = VotePolicy.From(Spec with { ClearAgreement = 0.85, Confidence = 0.9, Schedule = [2, 1, 1, 1, 1, 1, 1, 1, 1, 1] });
        policy.Decide("AAAABAAAAA".Aggregate(default(Ballot), (ballot, vote) => policy.Add(ballot, vote is 'A' ? Variation.A : Variation.B, Trusted)), 9).ShouldBe(Decision.Accept(Variation.A));
    }

    [Fact]
    public void Six_that_agree_are_kept_and_five_are_not_yet()
    {
        var policy = VotePolicy.From(Spec);
        policy.Decide(Cast("AAAAA"), 4).Kind.ShouldBe(DecisionKind.NextRound);
        policy.Decide(Cast("AAAAAA"), 5).ShouldBe(Decision.Accept(Variation.A));
        policy.Decide(Cast("BBBBBB"), 5).ShouldBe(Decision.Accept(Variation.B));
    }

    [Fact]
    public void A_dissent_of_somebody_who_fails_gold_hardly_counts()
    {
        var policy = VotePolicy.From(Spec);
        var ballot = policy.Add(Cast("AAAAAA"), Variation.B, new Skill(5_000));
        policy.Decide(ballot, 6).ShouldBe(Decision.Accept(Variation.A));
        policy.Decide(policy.Add(Cast("AAAAAA"), Variation.B, Trusted), 6).Kind.ShouldNotBe(DecisionKind.Accept);
    }

    [Fact]
    public void A_coin_flip_is_dropped_before_the_votes_run_out() =>
        VotePolicy.From(Spec).Decide(Cast("ABAB"), 3).ShouldBe(Decision.Drop);

    [Fact]
    public void The_chance_of_keeping_is_that_of_enumerating_every_future()
    {
        var policy = VotePolicy.From(Spec with { Schedule = [2, 1, 1, 1, 1] });
        var start = Belief.Of(default, 0.5);
        // Only six in agreement reach 0.95: clear triplets do with 0.95⁶ (or 0.05⁶), coin flips with 2 · 2⁻⁶.
        policy.ChanceOfKeeping(start).ShouldBe(0.5 * (Math.Pow(0.95, 6) + Math.Pow(0.05, 6)) + 0.5 * 2 / 64, 1e-12);
    }

    [Fact]
    public void A_round_is_awaited_because_the_skill_of_the_missing_votes_is_not_known()
    {
        var policy = VotePolicy.From(Spec with { Schedule = [7, 1] });
        policy.Decide(Cast("AAAAAA"), 1).ShouldBe(Decision.Wait);
    }

    [Fact]
    public void Few_votes_that_cannot_reach_the_confidence_are_an_error_of_the_spec()
    {
        var spec = new CampaignSpec { Name = "cats", Prompts = new PromptSpec { Categories = ["cat"] }, Votes = Spec with { Schedule = [2, 1] } };
        CampaignSpecCheck.Check(spec).Single().ToString().ShouldContain("votes.confidence: 0.95 is reached with a chance of 0 by 3 votes");
        CampaignSpecCheck.Check(spec with { Votes = Spec }).ShouldBeEmpty();
    }

    private static Ballot Cast(string votes) =>
        votes.Aggregate(default(Ballot), (ballot, vote) => VotePolicy.From(Spec).Add(ballot, vote is 'A' ? Variation.A : Variation.B, Trusted));
}
