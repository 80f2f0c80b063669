using Nights.Domain.Perturbations;
using Nights.Domain.Triplets;

namespace Nights.Campaigns.Paintings;

/// <summary>A painting as it stands in a list.</summary>
public sealed record PaintingRow
{
    public required Guid Id { get; init; }
    public required int Number { get; init; }
    public required PaintingState State { get; init; }

    /// <summary>0, and one more for each time it was ordered anew.</summary>
    public required int Attempt { get; init; }

    public required string Category { get; init; }
    public required string Prompt { get; init; }

    /// <summary>What each picture changes about picture 0; empty where only the seeds differ.</summary>
    public required IReadOnlyList<IReadOnlyList<Perturbation>> Variations { get; init; }

    /// <summary>Why it failed, or null.</summary>
    public required string? Failure { get; init; }

    /// <summary>Who painted it, or could not; null while nobody has answered.</summary>
    public required string? Generator { get; init; }

    public required DateTimeOffset? OrderedAt { get; init; }
    public required DateTimeOffset? PaintedAt { get; init; }

    /// <summary>Candidates thrown away in all attempts, by reason.</summary>
    public required IReadOnlyDictionary<string, long> Screened { get; init; }

    /// <summary>What its pictures have cost in all attempts, in minor units.</summary>
    public required long CostMinor { get; init; }
}
