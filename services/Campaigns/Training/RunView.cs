using System.Text.Json;
using Nights.Domain.Training;

namespace Nights.Campaigns.Training;

/// <summary>A training run as the API and the console show it.</summary>
public sealed record RunView
{
    public required Guid Id { get; init; }

    /// <summary>name@version of the snapshot.</summary>
    public required string Snapshot { get; init; }

    public required RunState State { get; init; }
    public required int Step { get; init; }
    public required int TotalSteps { get; init; }

    /// <summary>Of the newest step, from 1.</summary>
    public required int? Epoch { get; init; }

    /// <summary>Mean over the last 20 steps.</summary>
    public required double? Loss { get; init; }

    /// <summary>2AFC of the last 20 steps' examples, each judged before it was learnt from: a share in [0, 1].</summary>
    public required double? Agreement { get; init; }

    /// <summary>Distinct pictures learnt from, over the last 20 steps.</summary>
    public required double? PicturesPerSecond { get; init; }

    /// <summary>2AFC on the validation split of the epoch that is kept so far, the one with the lowest validation loss; null without such a split.</summary>
    public required double? BestAgreement { get; init; }

    public required int? BestEpoch { get; init; }

    /// <summary>
    /// Until the last step at the pace so far, validations and checkpoints included; an early stop comes sooner, the evaluation after it is not in it.
    /// Null when nothing is known: not running, no pace yet, or its trainer has fallen silent.
    /// </summary>
    public required double? SecondsLeft { get; init; }

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
