using Nights.Domain.Campaigns;

namespace Nights.Domain.Voting;

/// <summary>
/// When a triplet is kept, dropped, or asked about again. A round is one sequential step: within it votes are exchangeable, so a
/// round is decided early only when the votes still out cannot change the outcome (curtailment), and their order never matters.
/// With rounds of one vote, <see cref="ConsensusRule.Margin"/> is Wald's sequential probability ratio test.
/// </summary>
public sealed class VotePolicy
{
    private readonly int[] through;
    private readonly IReadOnlyList<int> schedule;
    private readonly ConsensusRule rule;
    private readonly int margin;

    private VotePolicy(VoteSpec spec)
    {
        (schedule, rule, margin) = ([.. spec.Schedule], spec.Rule, spec.Margin);
        through = new int[schedule.Count];
        for (var round = 0; round < through.Length; round++) through[round] = schedule[round] + (round == 0 ? 0 : through[round - 1]);
    }

    /// <summary>The policy of a checked spec.</summary>
    /// <exception cref="ArgumentException">The schedule is empty or buys less than one vote in a round.</exception>
    public static VotePolicy From(VoteSpec spec) => spec.Schedule is { Count: > 0 } schedule && schedule.All(votes => votes > 0)
        ? new VotePolicy(spec)
        : throw new ArgumentException("votes.schedule must hold at least one round of at least one vote.", nameof(spec));

    /// <summary>Rounds of the schedule; a triplet's last round has this number.</summary>
    public int Rounds => schedule.Count;

    /// <summary>The schedule's sum: no triplet is ever asked about more often.</summary>
    public int MaxVotes => through[^1];

    /// <summary>Votes bought in a round, counted from 1.</summary>
    public int Slots(int round) => schedule[Place(round)];

    /// <summary>Votes bought up to and with a round.</summary>
    public int VotesThrough(int round) => through[Place(round)];

    /// <summary>Votes of this and earlier rounds not in the tally: still out, or lost to a quarantine and to be bought again.</summary>
    public int Missing(Tally tally, int round) => Math.Max(0, VotesThrough(round) - tally.Total);

    /// <summary>What follows from the counted votes while a round is out.</summary>
    /// <param name="tally">Counted votes of this and all earlier rounds.</param>
    /// <param name="round">The round whose slots are out, from 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The schedule has no such round.</exception>
    public Decision Decide(Tally tally, int round)
    {
        var outstanding = Missing(tally, round);
        var ahead = Math.Max(0, MaxVotes - tally.Total);
        var verdict = rule switch
        {
            ConsensusRule.Unanimous => Unanimous(tally, ahead),
            ConsensusRule.Margin => ByMargin(tally, outstanding, ahead),
            ConsensusRule.Majority => Majority(tally, ahead),
            _ => throw new InvalidOperationException($"votes.rule {rule} is not known."),
        };
        if (verdict is { } decided) return decided;
        return outstanding > 0 ? Decision.Wait : Decision.NextRound(round + 1, Slots(round + 1));
    }

    private static Decision? Unanimous(Tally tally, int ahead)
    {
        if (tally is { A: > 0, B: > 0 }) return Decision.Drop;
        return ahead == 0 ? Decision.Accept(tally.Leader!.Value) : null;
    }

    private Decision? ByMargin(Tally tally, int outstanding, int ahead)
    {
        if (tally.Lead - outstanding >= margin && tally.Leader is { } leader) return Decision.Accept(leader);
        return tally.Lead + ahead < margin || ahead == 0 ? Decision.Drop : null;
    }

    private Decision? Majority(Tally tally, int ahead)
    {
        var needed = MaxVotes / 2 + 1;
        if (Math.Max(tally.A, tally.B) >= needed) return Decision.Accept(tally.Leader!.Value);
        return Math.Max(tally.A, tally.B) + ahead < needed ? Decision.Drop : null;
    }

    private int Place(int round) => round >= 1 && round <= schedule.Count
        ? round - 1
        : throw new ArgumentOutOfRangeException(nameof(round), round, $"The schedule has rounds 1 to {schedule.Count}.");
}
