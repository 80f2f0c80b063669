using Nights.Domain.Voting;

namespace Nights.Crowd.Answers;

/// <summary>What a participant sent about one trial: a choice of a side, or a report of a problem.</summary>
/// <param name="Submission">Made by the page; the same answer sent again carries the same.</param>
/// <param name="ChoseLeft">Null for a report.</param>
/// <param name="Measured">JSON to keep beside it.</param>
internal sealed record Answer(Guid Submission, Guid Trial, bool? ChoseLeft, int ResponseMs, string? Measured)
{
    public bool IsReport => ChoseLeft is null;

    /// <summary>The canonical choice.</summary>
    public Variation? Choice(bool aOnLeft) => ChoseLeft is { } left ? left == aOnLeft ? Variation.A : Variation.B : null;
}
