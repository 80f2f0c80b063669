namespace Nights.Channels.Studies;

/// <summary>What a study does on its marketplace.</summary>
public enum RemoteStudyState
{
    /// <summary>There, and shown to nobody yet.</summary>
    Draft = 0,

    /// <summary>Takes participants.</summary>
    Open = 1,
    Paused = 2,

    /// <summary>All places are taken or the study was ended: submissions are reviewed.</summary>
    Reviewing = 3,

    /// <summary>Nothing is left to do.</summary>
    Completed = 4,
}
