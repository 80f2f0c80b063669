using Nights.Channels.Submissions;
using Nights.Database.Channels;

namespace Nights.Campaigns.Payments;

/// <summary>A submission as operators see it: by pseudonym, never by the marketplace's id.</summary>
internal sealed record SubmissionRow
{
    public required Guid Id { get; init; }
    public required Guid StudyId { get; init; }

    /// <summary>Pseudonym of who came, or null when nobody came.</summary>
    public required string? Person { get; init; }

    public required SubmissionState RemoteState { get; init; }

    /// <summary>Whether the marketplace names the person who came; true where there is no marketplace.</summary>
    public required bool Verified { get; init; }

    public required bool Finished { get; init; }
    public required int Answers { get; init; }
    public required double? Seconds { get; init; }

    /// <summary>Whether the rules of quality have excluded this person.</summary>
    public required bool Excluded { get; init; }

    public required bool Blocked { get; init; }
    public required Verdict Verdict { get; init; }
    public required string? DecidedBy { get; init; }
    public required string? Reason { get; init; }
    public required long PromisedMinor { get; init; }
    public required long PaidMinor { get; init; }
    public required DateTimeOffset? AutoApproveAt { get; init; }

    /// <summary>Why a call about it waits or was refused; null when none does.</summary>
    public required string? Fault { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
}
