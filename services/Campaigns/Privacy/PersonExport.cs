using System.Text.Json;
using Nights.Database.Crowd;
using Nights.Domain.Quality;
using Nights.Hosting.Secrecy;

namespace Nights.Campaigns.Privacy;

/// <summary>Everything that is kept about one person, to be handed to them.</summary>
internal sealed record PersonExport
{
    public required Guid Participant { get; init; }
    public required string Channel { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required string State { get; init; }
    public required string? ExclusionReason { get; init; }
    public required IReadOnlyList<ExportedMark> Record { get; init; }
    public required IReadOnlyList<ExportedSession> Sessions { get; init; }
    public required IReadOnlyList<ExportedAnswer> Answers { get; init; }
}

/// <summary>One line of their record: a warning, a soft reject, an exclusion, a block or an allowance.</summary>
/// <param name="Campaign">Null for all.</param>
internal sealed record ExportedMark(MarkKind Kind, Guid? Campaign, string Reason, DateTimeOffset At, DateTimeOffset? EndsAt, DateTimeOffset? LiftedAt, string? LiftReason);

/// <summary>One HIT of theirs.</summary>
/// <param name="Identity">What the marketplace calls them, where it is kept.</param>
/// <param name="NetworkKept">Whether a keyed hash of their network is still there.</param>
internal sealed record ExportedSession(
    Guid Session, Guid Campaign, DateTimeOffset OpenedAt, string? ConsentVersion, DateTimeOffset? ConsentedAt, DateTimeOffset? FinishedAt,
    string? CompletionCode, string? Comment, JsonElement? Device, ExternalIdentity? Identity, bool NetworkKept);

/// <summary>One answer of theirs. Which trials had a known answer is not told: others still meet them.</summary>
internal sealed record ExportedAnswer(Guid Session, DateTimeOffset At, string Choice, int ResponseMs, int PayMinor, JsonElement? Measured)
{
    /// <param name="judgement">Of a vote on flashed pairs.</param>
    public static ExportedAnswer Of(Vote vote, Judgement? judgement) => new(
        vote.SessionId, vote.CastAt, judgement is not null ? Flashed(vote, judgement) : vote.Choice is { } choice ? (choice is Domain.Voting.Variation.A == vote.AOnLeft ? "left" : "right") : "problem",
        vote.ResponseMs, vote.PayMinor, vote.Timing is { } timing ? JsonSerializer.Deserialize<JsonElement>(timing) : null);

    /// <summary>As they said it, in the order of the flashes.</summary>
    private static string Flashed(Vote vote, Judgement judgement) => string.Join(", ", (vote.AOnLeft ? [judgement.SameA, judgement.SameB] : new[] { judgement.SameB, judgement.SameA })
        .Where(same => same is not null).Select(same => same is true ? "same" : "different"));
}
