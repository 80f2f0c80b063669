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

    /// <summary>A trial that says which side to press.</summary>
    Check = 6,

    /// <summary>A triplet seen again, mirrored: measures the participant's consistency and is not counted twice.</summary>
    Repeat = 7,

    /// <summary>Took longer than the campaign's ceiling; somebody else is asked.</summary>
    Slow = 8,
}
