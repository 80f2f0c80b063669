using Nights.Domain.Quality;

namespace Nights.Campaigns.Participants;

/// <summary>One participant's work in one campaign.</summary>
public sealed record ParticipantRow
{
    public required Guid Id { get; init; }
    public required string Name { get; init; }
    public required string Channel { get; init; }
    public required ParticipantState State { get; init; }
    public required string? ExclusionReason { get; init; }

    /// <summary>Answers of every kind.</summary>
    public required int Answers { get; init; }

    /// <summary>Answers that count for a triplet.</summary>
    public required int Counted { get; init; }

    public required int Gold { get; init; }
    public required int GoldRight { get; init; }

    /// <summary>Share of choices on the left, 0 to 1; null without a choice.</summary>
    public required double? LeftShare { get; init; }

    /// <summary>Median time from first paint to the answer, in milliseconds.</summary>
    public required double? MedianMs { get; init; }

    public required long EarnedMinor { get; init; }
    public required bool Finished { get; init; }
    public required DateTimeOffset? LastAnswerAt { get; init; }

    /// <summary>Null before the first answer.</summary>
    public ParticipantQuality? Quality { get; init; }

    /// <summary>The participant's record, the newest line first.</summary>
    public IReadOnlyList<MarkRow> Marks { get; init; } = [];
}
