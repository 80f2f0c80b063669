namespace Nights.DreamSim.Training;

/// <summary>What one step did.</summary>
/// <param name="Step">Steps done, from 1.</param>
/// <param name="Steps">Of the whole run, if nothing ends it early.</param>
/// <param name="Loss">Mean loss of the batch.</param>
/// <param name="Agreement">Share of the batch's triplets that the metric judged as the participants did, before the step.</param>
/// <param name="LearningRate">Of the step.</param>
public sealed record TrainingProgress(int Step, int Steps, double Loss, double Agreement, double LearningRate)
{
    /// <summary>From 1.</summary>
    public int Epoch { get; init; } = 1;

    /// <summary>Distinct pictures of the batch by the step's wall time, waiting for the batch included.</summary>
    public double PicturesPerSecond { get; init; }

    /// <summary>After the last step of an epoch, when there is a validation split.</summary>
    public ValidationScore? Validation { get; init; }
}
