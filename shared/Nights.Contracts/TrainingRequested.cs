namespace Nights.Contracts;

/// <summary>A hint that a training run waits in the database. Losing it costs at most one poll interval.</summary>
public sealed record TrainingRequested
{
    public required Guid RunId { get; init; }
}
