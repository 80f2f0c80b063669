using FsCheck.Xunit;
using Nights.Domain.Campaigns;
using Nights.Domain.Voting;

namespace Nights.Tests.Domain;

public sealed class VotePolicyTests
{
    private static readonly VotePolicy Default = VotePolicy.From(new VoteSpec());

    [Theory]
    [InlineData(0, 0, 1, DecisionKind.Wait)]
    [InlineData(1, 0, 1, DecisionKind.Wait)]
    [InlineData(1, 1, 1, DecisionKind.Drop)]
    [InlineData(2, 0, 1, DecisionKind.NextRound)]
    [InlineData(0, 5, 4, DecisionKind.NextRound)]
    [InlineData(0, 5, 5, DecisionKind.Wait)]
    [InlineData(5, 1, 5, DecisionKind.Drop)]
    [InlineData(6, 0, 5, DecisionKind.Accept)]
    public void The_default_keeps_six_unanimous_votes(int a, int b, int round, DecisionKind kind) =>
        Default.Decide(new Tally(a, b), round).Kind.ShouldBe(kind);

    [Theory]
    [InlineData(3, 0, 1, DecisionKind.Wait)] // the round's fourth vote may take the lead back to 2
    [InlineData(4, 0, 1, DecisionKind.Accept)]
    [InlineData(3, 2, 2, DecisionKind.Wait)]
    [InlineData(5, 2, 2, DecisionKind.Wait)]
    [InlineData(6, 1, 2, DecisionKind.Accept)]
    [InlineData(4, 4, 2, DecisionKind.Drop)]
    [InlineData(5, 3, 2, DecisionKind.Drop)]
    public void Margin_decides_a_round_early_only_when_it_is_certain(int a, int b, int round, DecisionKind kind)
    {
        var policy = VotePolicy.From(new VoteSpec { Schedule = [4, 4], Rule = ConsensusRule.Margin, Margin = 3 });
        policy.Decide(new Tally(a, b), round).Kind.ShouldBe(kind);
    }

    [Theory]
    [InlineData(2, 0, 1, DecisionKind.NextRound)]
    [InlineData(3, 0, 2, DecisionKind.Accept)]
    [InlineData(2, 2, 2, DecisionKind.Drop)]
    [InlineData(2, 1, 2, DecisionKind.Wait)]
    public void Majority_stops_when_it_is_certain_and_a_tie_drops(int a, int b, int round, DecisionKind kind) =>
        VotePolicy.From(new VoteSpec { Schedule = [2, 2], Rule = ConsensusRule.Majority }).Decide(new Tally(a, b), round).Kind.ShouldBe(kind);

    [Fact]
    public void The_next_round_says_its_number_and_its_slots()
    {
        var policy = VotePolicy.From(new VoteSpec { Schedule = [3, 2, 1] });
        policy.Decide(new Tally(3, 0), 1).ShouldBe(Decision.NextRound(2, 2));
        policy.Decide(new Tally(5, 0), 2).ShouldBe(Decision.NextRound(3, 1));
        policy.Decide(new Tally(0, 6), 3).ShouldBe(Decision.Accept(Variation.B));
    }

    [Fact]
    public void Votes_lost_to_a_quarantine_are_missing_again()
    {
        Default.Missing(new Tally(3, 0), 3).ShouldBe(1);
        Default.Decide(new Tally(3, 0), 3).ShouldBe(Decision.Wait);
    }

    [Fact]
    public void A_round_outside_the_schedule_is_refused() =>
        Should.Throw<ArgumentOutOfRangeException>(() => Default.Decide(new Tally(1, 0), 6)).Message.ShouldContain("rounds 1 to 5");

    [Fact]
    public void An_empty_schedule_is_refused() =>
        Should.Throw<ArgumentException>(() => VotePolicy.From(new VoteSpec { Schedule = [] }));

    [Property(MaxTest = 500)]
    public void Mirroring_the_sides_mirrors_the_result(byte[] rounds, bool[] votes, byte rule, byte margin)
    {
        var policy = Policy(rounds, rule, margin);
        var straight = Run(policy, votes);
        var mirrored = Run(policy, [.. votes.Select(vote => !vote)]);
        mirrored.Kind.ShouldBe(straight.Kind);
        mirrored.Winner.ShouldBe(straight.Winner switch
        {
            Variation.A => Variation.B,
            Variation.B => Variation.A,
            _ => null,
        });
    }

    [Property(MaxTest = 500)]
    public void The_order_of_votes_within_a_round_does_not_matter(byte[] rounds, bool[] votes, byte rule, byte margin, int seed)
    {
        var policy = Policy(rounds, rule, margin);
        var all = Padded(policy, votes);
        var shuffled = new List<bool>();
        for (var round = 1; round <= policy.Rounds; round++)
        {
            var slice = all[(policy.VotesThrough(round) - policy.Slots(round))..policy.VotesThrough(round)];
            new Random(seed).Shuffle(slice);
            shuffled.AddRange(slice);
        }

        Run(policy, [.. shuffled]).ShouldBe(Run(policy, all));
    }

    [Property(MaxTest = 500)]
    public void The_order_of_all_votes_does_not_matter_to_unanimity_and_majority(byte[] rounds, bool[] votes, bool majority, int seed)
    {
        var policy = Policy(rounds, majority ? (byte)2 : (byte)0, 1);
        var all = Padded(policy, votes);
        var shuffled = all.ToArray();
        new Random(seed).Shuffle(shuffled);
        Run(policy, shuffled).ShouldBe(Run(policy, all));
    }

    [Property(MaxTest = 500)]
    public void The_schedules_sum_always_decides(byte[] rounds, bool[] votes, byte rule, byte margin)
    {
        var policy = Policy(rounds, rule, margin);
        Run(policy, Padded(policy, votes)).Kind.ShouldBeOneOf(DecisionKind.Accept, DecisionKind.Drop);
    }

    [Property(MaxTest = 500)]
    public void A_decision_stands_whatever_is_still_out_in_the_round(byte[] rounds, bool[] votes, byte rule, byte margin)
    {
        var policy = Policy(rounds, rule, margin);
        var all = Padded(policy, votes);
        var (tally, round) = (new Tally(), 1);
        for (var i = 0; i < all.Length; i++)
        {
            tally = tally.Add(all[i] ? Variation.A : Variation.B);
            var early = policy.Decide(tally, round);
            if (early.Kind is DecisionKind.Accept or DecisionKind.Drop)
            {
                foreach (var vote in all[(i + 1)..policy.VotesThrough(round)]) tally = tally.Add(vote ? Variation.A : Variation.B);
                policy.Decide(tally, round).ShouldBe(early);
                return;
            }

            if (early.Kind == DecisionKind.NextRound) round = early.Round;
        }
    }

    [Property(MaxTest = 300)]
    public void Unanimity_drops_at_the_first_dissent(byte[] rounds, byte before)
    {
        var policy = Policy(rounds, 0, 1);
        var agreeing = 1 + before % policy.MaxVotes;
        if (agreeing == policy.MaxVotes) return;
        var round = Enumerable.Range(1, policy.Rounds).First(r => policy.VotesThrough(r) > agreeing);
        policy.Decide(new Tally(agreeing, 1), round).ShouldBe(Decision.Drop);
        policy.Decide(new Tally(agreeing, 0), round).Kind.ShouldNotBe(DecisionKind.Drop);
    }

    private static VotePolicy Policy(byte[] rounds, byte rule, byte margin)
    {
        int[] schedule = rounds is { Length: > 0 } ? [.. rounds.Take(6).Select(votes => 1 + votes % 4)] : [2, 1, 1];
        return VotePolicy.From(new VoteSpec { Schedule = schedule, Rule = (ConsensusRule)(rule % 3), Margin = 1 + margin % schedule.Sum() });
    }

    private static bool[] Padded(VotePolicy policy, bool[]? votes) =>
        [.. Enumerable.Range(0, policy.MaxVotes).Select(i => votes is { Length: > 0 } && votes[i % votes.Length])];

    /// <summary>Casts the votes one by one until the policy decides, as the page does.</summary>
    private static Decision Run(VotePolicy policy, bool[] votes)
    {
        var (tally, round) = (new Tally(), 1);
        foreach (var vote in votes)
        {
            tally = tally.Add(vote ? Variation.A : Variation.B);
            var decision = policy.Decide(tally, round);
            if (decision.Kind is DecisionKind.Accept or DecisionKind.Drop) return decision;
            if (decision.Kind == DecisionKind.NextRound) round = decision.Round;
        }

        return Decision.Wait;
    }
}
