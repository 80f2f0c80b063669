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
    private readonly int tolerated;
    private readonly double toleratedBelow;
    private readonly double clearAgreement;
    private readonly BayesianRule bayesian;

    private VotePolicy(VoteSpec spec)
    {
        (schedule, rule, margin) = ([.. spec.Schedule], spec.Rule, spec.Margin);
        (tolerated, toleratedBelow, clearAgreement) = (spec.ToleratedDissents, spec.ToleratedBelowSkill, spec.ClearAgreement);
        through = new int[schedule.Count];
        for (var round = 0; round < through.Length; round++) through[round] = schedule[round] + (round == 0 ? 0 : through[round - 1]);
        bayesian = new BayesianRule(spec, through);
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

    /// <summary>Whether a vote is worth what its participant's skill says; their skill then stands beside the vote.</summary>
    public bool WeighsSkill => rule is ConsensusRule.Bayesian || tolerated > 0;

    /// <summary>Chance that a triplet of which this is believed, before its first vote, is ever kept under <see cref="ConsensusRule.Bayesian"/>; 0 to 1.</summary>
    public double ChanceOfKeeping(Belief belief) => bayesian.ChanceOfKeeping(belief, 0);

    /// <summary>A ballot with one vote more.</summary>
    /// <param name="skill">Of the participant at this moment; needed where <see cref="WeighsSkill"/>.</param>
    public Ballot Add(Ballot ballot, Variation choice, Skill? skill) => ballot.Add(choice, Says(skill), IsUnskilled(skill));

    /// <summary>A ballot without one of its votes.</summary>
    /// <param name="skill">As it stands beside the vote.</param>
    public Ballot Remove(Ballot ballot, Variation choice, Skill? skill) => ballot.Remove(choice, Says(skill), IsUnskilled(skill));

    /// <inheritdoc cref="Decide(Ballot, int)"/>
    public Decision Decide(Tally tally, int round) => Decide(new Ballot(tally), round);

    /// <summary>What follows from the counted votes while a round is out.</summary>
    /// <param name="ballot">Counted votes of this and all earlier rounds.</param>
    /// <param name="round">The round whose slots are out, from 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The schedule has no such round.</exception>
    public Decision Decide(Ballot ballot, int round)
    {
        var tally = ballot.Tally;
        var outstanding = Missing(tally, round);
        var ahead = Math.Max(0, MaxVotes - tally.Total);
        var verdict = rule switch
        {
            ConsensusRule.Unanimous => Unanimous(ballot, ahead),
            ConsensusRule.Margin => ByMargin(tally, outstanding, ahead),
            ConsensusRule.Majority => Majority(tally, ahead),
            ConsensusRule.Bayesian => outstanding == 0 ? bayesian.Decide(ballot) : null,
            _ => throw new InvalidOperationException($"votes.rule {rule} is not known."),
        };
        if (verdict is { } decided) return decided;
        return outstanding > 0 ? Decision.Wait : Decision.NextRound(round + 1, Slots(round + 1));
    }

    /// <summary>Dissent is the smaller side. It drops the triplet unless it is little, and all of it from people below the skill.</summary>
    private Decision? Unanimous(Ballot ballot, int ahead)
    {
        var tally = ballot.Tally;
        var forA = Bearable(tally.B, ballot.UnskilledB);
        var forB = Bearable(tally.A, ballot.UnskilledA);
        if (!forA && !forB) return Decision.Drop;
        if (ahead > 0) return null;
        return tally.Leader switch
        {
            Variation.A when forA => Decision.Accept(Variation.A),
            Variation.B when forB => Decision.Accept(Variation.B),
            _ => Decision.Drop,
        };
    }

    private bool Bearable(int dissents, int unskilled) => dissents <= tolerated && unskilled == dissents;

    private (long Own, long Other) Says(Skill? skill) => rule is ConsensusRule.Bayesian ? (skill ?? Skill.Newcomer).Says(clearAgreement) : default;

    private bool IsUnskilled(Skill? skill) => tolerated > 0 && skill is { } known && known.Share < toleratedBelow;

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
