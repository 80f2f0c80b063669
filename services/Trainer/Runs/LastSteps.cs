using Nights.DreamSim.Training;

namespace Nights.Trainer.Runs;

/// <summary>What the steps of an attempt come to: means over the newest few, since a batch's own figures jump, and the pace since its first.</summary>
internal sealed class LastSteps(TimeProvider clock)
{
    /// <summary>Steps that the means are over.</summary>
    public const int Kept = 20;

    private readonly Queue<TrainingProgress> kept = [];
    private (int Step, long At)? first;
    private ValidationScore? best;
    private int? bestEpoch;

    /// <summary>How far the run is now that this step is done.</summary>
    public RunProgress Add(TrainingProgress step)
    {
        kept.Enqueue(step);
        if (kept.Count > Kept) kept.Dequeue();
        var (begun, at) = first ??= (step.Step, clock.GetTimestamp());
        if (step.Validation is { IsBest: true } score) (best, bestEpoch) = (score, step.Epoch);

        return new RunProgress(step.Step, step.Steps)
        {
            Epoch = step.Epoch,
            Loss = kept.Average(one => one.Loss),
            Agreement = kept.Average(one => one.Agreement),
            PicturesPerSecond = kept.Count / kept.Sum(one => 1 / one.PicturesPerSecond),        // of equal batches: all pictures by all the time
            SecondsPerStep = step.Step > begun ? clock.GetElapsedTime(at).TotalSeconds / (step.Step - begun) : null,
            BestAgreement = best?.Agreement,
            BestEpoch = bestEpoch,
        };
    }
}
