using Nights.Domain.Quality;

namespace Nights.Campaigns.Participants;

/// <summary>A line on a participant's record.</summary>
public sealed record MarkRow
{
    public required Guid Id { get; init; }
    public required MarkKind Kind { get; init; }
    public required MarkScope Scope { get; init; }

    /// <summary>The campaign's name and version, or null for all.</summary>
    public required string? Campaign { get; init; }

    public required string Reason { get; init; }

    /// <summary>An operator, or "rules".</summary>
    public required string By { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>Null for good.</summary>
    public required DateTimeOffset? EndsAt { get; init; }

    public required DateTimeOffset? LiftedAt { get; init; }
    public required string? LiftedBy { get; init; }
    public required string? LiftReason { get; init; }
}
