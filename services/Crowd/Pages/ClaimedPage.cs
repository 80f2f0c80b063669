using Nights.Crowd.Sessions;

namespace Nights.Crowd.Pages;

/// <summary>A page as its participant holds it.</summary>
internal sealed record ClaimedPage(Guid Id, DateTimeOffset ExpiresAt, bool Practice, IReadOnlyList<ShownTrial> Trials, Progress Progress);

/// <summary>One trial of a page. What is on the left was drawn when the page was claimed.</summary>
/// <param name="Number">Place in the HIT from 1; in practice the place on the page.</param>
/// <param name="Reference">SHA-256 of the display picture.</param>
/// <param name="Left">SHA-256 of the display picture.</param>
/// <param name="Right">SHA-256 of the display picture.</param>
/// <param name="InstructedLeft">Set where the trial says which side to press.</param>
/// <param name="Submitted">Whether it has been answered.</param>
internal sealed record ShownTrial(Guid Id, int Number, string Reference, string Left, string Right, bool? InstructedLeft, bool Submitted);

/// <summary>Why there is no page now. Codes of the HTTP contract.</summary>
internal enum NoPage
{
    Finished,
    NothingNow,
    Excluded,
    Capped,
    ConsentMissing,
}
