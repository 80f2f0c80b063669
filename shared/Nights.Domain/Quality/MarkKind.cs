namespace Nights.Domain.Quality;

/// <summary>What stands on a participant's record, by a rule or by an operator.</summary>
public enum MarkKind
{
    Warn = 0,

    /// <summary>Paid and not used: votes are quarantined, no more trials in the scope.</summary>
    SoftReject = 1,

    /// <summary>As a soft reject, in the record's words for those who failed on purpose.</summary>
    Exclude = 2,

    /// <summary>Takes no more trials in the scope; what they have voted still counts.</summary>
    Block = 3,

    /// <summary>No rule warns, rejects or excludes them in the scope; an operator still can.</summary>
    Allow = 4,
}
