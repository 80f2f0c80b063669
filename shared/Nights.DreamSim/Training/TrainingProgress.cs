namespace Nights.DreamSim.Training;

/// <summary>What one step did.</summary>
/// <param name="Step">Steps done, from 1.</param>
/// <param name="Steps">Of the whole run.</param>
/// <param name="Loss">Mean hinge loss of the batch.</param>
/// <param name="Agreement">Share of the batch's triplets that the metric judged as the participants did, before the step.</param>
/// <param name="LearningRate">Of the step.</param>
public sealed record TrainingProgress(int Step, int Steps, double Loss, double Agreement, double LearningRate);
