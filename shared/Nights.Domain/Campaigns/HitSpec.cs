namespace Nights.Domain.Campaigns;

/// <summary>What a participant is offered.</summary>
public sealed record HitSpec
{
    public string Title { get; init; } = "Which pictures look alike?";
    public string Question { get; init; } = "Which of the two below is more similar to the one above?";

    /// <summary>Trials of one page: one lease, then a break.</summary>
    public int TrialsPerPage { get; init; } = 10;

    /// <summary>Trials of a whole HIT, practice not counted; a multiple of <see cref="TrialsPerPage"/>.</summary>
    public int TrialsPerHit { get; init; } = 40;

    /// <summary>How long a page is kept for its participant, in seconds.</summary>
    public int LeaseSeconds { get; init; } = 600;

    /// <summary>Expected duration told to the participant, in minutes.</summary>
    public int Minutes { get; init; } = 4;

    /// <summary>HITs one participant may take in this campaign.</summary>
    public int HitsPerParticipant { get; init; } = 1;

    public string Contact { get; init; } = "";
    public string Locale { get; init; } = "en";
    public string ConsentVersion { get; init; } = "2026-11";
}
