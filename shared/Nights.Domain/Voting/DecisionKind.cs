namespace Nights.Domain.Voting;

public enum DecisionKind
{
    /// <summary>Votes of this round are still out and may change the outcome.</summary>
    Wait = 0,

    /// <summary>Keep the triplet with its winner. Votes still out are not wanted any more.</summary>
    Accept = 1,

    /// <summary>Take the triplet out. Votes still out are not wanted any more.</summary>
    Drop = 2,

    /// <summary>Buy the votes of the next round.</summary>
    NextRound = 3,
}
