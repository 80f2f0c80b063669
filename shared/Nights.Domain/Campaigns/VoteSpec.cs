using Nights.Domain.Voting;

namespace Nights.Domain.Campaigns;

/// <summary>How many votes a triplet gets and when it is kept: see the vote policy.</summary>
public sealed record VoteSpec
{
    /// <summary>Votes bought in each round; their sum is the maximum. Default: six unanimous votes, bought as late as possible.</summary>
    public IReadOnlyList<int> Schedule { get; init; } = [2, 1, 1, 1, 1];

    public ConsensusRule Rule { get; init; } = ConsensusRule.Unanimous;

    /// <summary>Lead that decides under <see cref="ConsensusRule.Margin"/>.</summary>
    public int Margin { get; init; } = 3;

    /// <summary>Posterior of one side at which <see cref="ConsensusRule.Bayesian"/> keeps a triplet, above 0.5 and below 1.</summary>
    public double Confidence { get; init; } = 0.97;

    /// <summary>Share of triplets expected to be coin flips, above 0 and below 1: where <see cref="ConsensusRule.Bayesian"/> starts from.</summary>
    public double AmbiguousShare { get; init; } = 0.5;

    /// <summary>
    /// Share of those who look who give the clear answer of a clear triplet, above 0.5 and up to 1, under <see cref="ConsensusRule.Bayesian"/>. At 1 every dissent is somebody's lapse, and a dissent of somebody skilled
    /// all but proves a coin flip; below, clear triplets have some dissent of their own.
    /// </summary>
    public double ClearAgreement { get; init; } = 0.9;

    /// <summary>Below this chance of ever reaching the confidence <see cref="ConsensusRule.Bayesian"/> drops a triplet, 0 to 0.9.</summary>
    public double LeastChance { get; init; } = 0.1;

    /// <summary>Dissents of participants below <see cref="ToleratedBelowSkill"/> that <see cref="ConsensusRule.Unanimous"/> bears; 0 for none.</summary>
    public int ToleratedDissents { get; init; }

    /// <summary>Skill below which a dissent is tolerated, 0 to 1; a newcomer has 0.8.</summary>
    public double ToleratedBelowSkill { get; init; } = 0.75;
}
