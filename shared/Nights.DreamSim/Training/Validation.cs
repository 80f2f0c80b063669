using static TorchSharp.torch;

namespace Nights.DreamSim.Training;

/// <summary>Scores a model in training on the validation split.</summary>
internal static class Validation
{
    /// <param name="model">In training mode, and so left.</param>
    /// <param name="examples">Of the validation split.</param>
    /// <param name="batch">Groups or pairs that are gathered at once.</param>
    /// <param name="cancel">Stops between two batches.</param>
    public static ValidationScore Of(PerceptualModel model, ITrainingExamples examples, int batch, CancellationToken cancel)
    {
        var (loss, score, count) = (0.0, 0.0, 0);
        using var frozen = no_grad();
        model.Train(false);
        foreach (var rows in Enumerable.Range(0, examples.Count).Chunk(batch))
        {
            using var gathered = examples.Gather(rows, step: 0);
            foreach (var slice in gathered.Slices)
            {
                cancel.ThrowIfCancellationRequested();
                using var scope = NewDisposeScope();
                var judged = slice.Judge(model);
                loss += judged.Loss.sum().item<float>();
                score += judged.Score.sum().item<float>();
                count += slice.Examples;
            }
        }

        model.Train(true);
        return new ValidationScore(loss / count, score / count);
    }
}
