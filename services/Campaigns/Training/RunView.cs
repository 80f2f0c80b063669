using System.Text.Json;
using Nights.Domain.Training;

namespace Nights.Campaigns.Training;

/// <summary>A training run as the API and the console show it.</summary>
internal sealed record RunView
{
    public required Guid Id { get; init; }

    /// <summary>name@version of the snapshot.</summary>
    public required string Snapshot { get; init; }

    public required RunState State { get; init; }
    public required int Step { get; init; }
    public required int TotalSteps { get; init; }
    public required double? Loss { get; init; }
    public required JsonElement? Config { get; init; }
    public required JsonElement? Evaluation { get; init; }
    public required string? ModelName { get; init; }
    public required string? ModelVersion { get; init; }
    public required string? Failure { get; init; }
    public required int Attempts { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset? StartedAt { get; init; }
    public required DateTimeOffset? FinishedAt { get; init; }
}
