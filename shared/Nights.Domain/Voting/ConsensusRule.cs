namespace Nights.Domain.Voting;

/// <summary>When a triplet is kept.</summary>
public enum ConsensusRule
{
    /// <summary>Every vote agrees; the first dissent drops the triplet. What NIGHTS did.</summary>
    Unanimous = 0,

    /// <summary>One side leads by the margin (Wald's sequential test); dropped when the votes run out first.</summary>
    Margin = 1,

    /// <summary>One side has more than half of the maximum; a tie at the end drops the triplet.</summary>
    Majority = 2,

    /// <summary>The posterior of one side reaches the confidence, each vote weighed by its participant's skill; dropped when it cannot any more.</summary>
    Bayesian = 3,
}
