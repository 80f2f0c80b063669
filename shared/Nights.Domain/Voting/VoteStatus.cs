namespace Nights.Domain.Voting;

/// <summary>What an answer counts for. Every answer is paid.</summary>
public enum VoteStatus
{
    Counted = 0,

    /// <summary>A hidden gold trial: judges the participant, never a triplet.</summary>
    Gold = 1,

    /// <summary>A practice trial.</summary>
    Practice = 2,

    /// <summary>Came after the slot was given to somebody else or the triplet was decided.</summary>
    Late = 3,

    /// <summary>The participant was excluded.</summary>
    Quarantined = 4,

    /// <summary>The participant reported a problem with a picture instead of choosing.</summary>
    Reported = 5,
}
