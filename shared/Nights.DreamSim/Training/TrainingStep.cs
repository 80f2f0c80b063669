using Nights.DreamSim.Optimisation;
using static TorchSharp.torch;

namespace Nights.DreamSim.Training;

/// <summary>One step: embed, compare, hinge, gradients, update.</summary>
public static class TrainingStep
{
    /// <param name="model">In training mode, on the batch's device.</param>
    /// <param name="slices">The batch, in parts that are embedded one after another; together at least one triplet.</param>
    /// <param name="adam">Over what learns.</param>
    /// <param name="rate">Learning rate of this step.</param>
    /// <param name="margin">By how much the chosen picture should be closer.</param>
    /// <returns>Mean loss, and the share of triplets on which the model chose as people did; both before the update.</returns>
    public static (double Loss, double Agreement) Take(PerceptualModel model, IReadOnlyList<GroupBatch> slices, Adam adam, double rate, double margin)
    {
        var whole = (int)slices.Sum(slice => slice.RightShare.shape[0]);
        var (loss, agreement) = (0.0, 0.0);
        foreach (var slice in slices)
        {
            using var scope = NewDisposeScope();
            var part = Learn(model, slice.Judge(model, margin), whole);
            (loss, agreement) = (loss + part.Loss, agreement + part.Agreement);
        }

        adam.Step(rate);
        return (loss, agreement);
    }

    /// <summary>Adds the gradients of one slice of a batch. The slices of a batch together give the gradients and figures of the whole, to rounding.</summary>
    /// <param name="model">In training mode.</param>
    /// <param name="judged">Of the slice, with gradients.</param>
    /// <param name="whole">Examples of the whole batch.</param>
    /// <returns>The slice's part of the batch's mean loss and agreement.</returns>
    internal static (double Loss, double Agreement) Learn(PerceptualModel model, Judged judged, int whole)
    {
        using var scope = NewDisposeScope();
        var loss = judged.Loss.sum() / whole;
        model.Backward(loss);
        return (loss.item<float>(), (judged.Agreed.sum() / whole).item<float>());
    }
}
