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
}
