namespace Nights.Domain.Quality;

/// <summary>What marks mean.</summary>
public static class ParticipantMarks
{
    /// <summary>Whether it takes the participant's votes out of the count.</summary>
    public static bool Quarantines(this MarkKind kind) => kind is MarkKind.SoftReject or MarkKind.Exclude;

    /// <summary>Whether the participant gets no more trials.</summary>
    public static bool Stops(this MarkKind kind) => kind is MarkKind.SoftReject or MarkKind.Exclude or MarkKind.Block;
}
