using Nights.Domain.Campaigns;
using Nights.Domain.Voting;

namespace Nights.Tests.Domain.Voting;

public sealed class ToleranceTests
{
    private static readonly Skill Low = new(6_000), High = new(9_000);
    private static readonly VotePolicy Policy = VotePolicy.From(new VoteSpec { ToleratedDissents = 1, ToleratedBelowSkill = 0.75 });

    [Fact]
    public void One_unskilled_dissent_is_borne() =>
        Standing((Variation.A, 5, High), (Variation.B, 1, Low)).ShouldBe(DecisionKind.Accept);

    [Fact]
    public void A_skilled_dissent_drops() =>
        Standing((Variation.A, 5, High), (Variation.B, 1, High)).ShouldBe(DecisionKind.Drop);

    [Fact]
    public void Two_unskilled_dissents_drop() =>
        Standing((Variation.A, 4, High), (Variation.B, 2, Low)).ShouldBe(DecisionKind.Drop);

    [Fact]
    public void Without_tolerance_every_dissent_drops()
    {
        var strict = VotePolicy.From(new VoteSpec());
        strict.WeighsSkill.ShouldBeFalse();
        strict.Decide(strict.Add(new Ballot(new Tally(5, 0)), Variation.B, Low), 5).ShouldBe(Decision.Drop);
    }

    [Fact]
    public void Tolerance_belongs_to_unanimity_and_leaves_a_majority()
    {
        var spec = new CampaignSpec { Name = "cats", Prompts = new PromptSpec { Categories = ["cat"] } };
        Errors(spec.Votes with { ToleratedDissents = 3 }).ShouldContain("votes.toleratedDissents: 3 is outside 0 to 2");
        Errors(spec.Votes with { ToleratedDissents = 1, Rule = ConsensusRule.Margin }).ShouldContain("has no meaning with rule Margin");
        Errors(spec.Votes with { ToleratedDissents = 1 }).ShouldBeEmpty();

        string Errors(VoteSpec votes) => string.Join('\n', CampaignSpecCheck.Check(spec with { Votes = votes }));
    }

    private static DecisionKind Standing(params (Variation Choice, int Times, Skill Skill)[] votes)
    {
        var ballot = votes.SelectMany(vote => Enumerable.Repeat(vote, vote.Times))
            .Aggregate(default(Ballot), (sum, vote) => Policy.Add(sum, vote.Choice, vote.Skill));
        return Policy.Decide(ballot, Policy.Rounds).Kind;
    }
}
