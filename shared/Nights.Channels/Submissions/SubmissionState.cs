namespace Nights.Channels.Submissions;

/// <summary>Where a submission stands on its marketplace.</summary>
public enum SubmissionState
{
    /// <summary>Seen here, not yet seen there.</summary>
    Unknown = 0,

    /// <summary>A place is held; nothing begun.</summary>
    Reserved = 1,
    Active = 2,

    /// <summary>Handed in, waits for a decision.</summary>
    Submitted = 3,

    /// <summary>Paid.</summary>
    Approved = 4,
    Rejected = 5,

    /// <summary>Given back by the participant: nothing is paid for it there.</summary>
    Returned = 6,

    /// <summary>The marketplace ended it because it took too long.</summary>
    TimedOut = 7,

    /// <summary>Paid a fixed amount by the marketplace's own rule.</summary>
    ScreenedOut = 8,
    PartlyApproved = 9,
}

/// <summary>What follows from a state.</summary>
public static class SubmissionStates
{
    /// <summary>Nothing we ask for changes it any more.</summary>
    public static bool IsTerminal(this SubmissionState state) => state is
        SubmissionState.Approved or SubmissionState.Rejected or SubmissionState.Returned or SubmissionState.TimedOut
        or SubmissionState.ScreenedOut or SubmissionState.PartlyApproved;

    /// <summary>Money has moved.</summary>
    public static bool IsPaid(this SubmissionState state) => state is SubmissionState.Approved or SubmissionState.ScreenedOut or SubmissionState.PartlyApproved;
}
