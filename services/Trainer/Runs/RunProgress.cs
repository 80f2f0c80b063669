namespace Nights.Trainer.Runs;

/// <summary>How far a run is and how it learns, as its heartbeat tells. Null where nothing is known yet.</summary>
/// <param name="Step">Steps done.</param>
/// <param name="Steps">Of the whole run; 0 before the first step.</param>
internal sealed record RunProgress(int Step, int Steps)
{
    public static readonly RunProgress None = new(0, 0);

    /// <summary>From 1.</summary>
    public int? Epoch { get; init; }

    /// <summary>Mean over the last steps.</summary>
    public double? Loss { get; init; }

    /// <summary>Share in [0, 1] of the last steps' examples that were judged as people did.</summary>
    public double? Agreement { get; init; }

    public double? PicturesPerSecond { get; init; }

    /// <summary>Wall time, validations and checkpoints included.</summary>
    public double? SecondsPerStep { get; init; }

    /// <summary>2AFC on the validation split after <see cref="BestEpoch"/>, the one with the lowest loss; null until this attempt has met one.</summary>
    public double? BestAgreement { get; init; }

    public int? BestEpoch { get; init; }
}
