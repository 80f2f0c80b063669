using Nights.DreamSim.Losses;
using Nights.DreamSim.Optimisation;
using static TorchSharp.torch;

namespace Nights.DreamSim.Training;

/// <summary>One step: embed, compare, hinge, gradients, update.</summary>
public static class TrainingStep
{
    /// <param name="model">In training mode, on the batch's device.</param>
    /// <param name="batch">At least one triplet.</param>
    /// <param name="adam">Over what learns.</param>
    /// <param name="rate">Learning rate of this step.</param>
    /// <param name="margin">By how much the chosen picture should be closer.</param>
    /// <returns>Mean loss, and the share of triplets on which the model chose as people did; both before the update.</returns>
    public static (double Loss, double Agreement) Take(PerceptualModel model, GroupBatch batch, Adam adam, double rate, double margin)
    {
        using var scope = NewDisposeScope();
        var embeddings = model.Embed(batch.Pictures);                             // (pictures, width)
        var reference = embeddings.index_select(0, batch.Reference);              // (triplets, width)
        var left = PerceptualModel.Distance(reference, embeddings.index_select(0, batch.Left));
        var right = PerceptualModel.Distance(reference, embeddings.index_select(0, batch.Right));
        var loss = HingeLoss.Of(left - right, batch.RightShare, margin).mean();
        loss.backward();
        adam.Step(rate);

        var agreed = right.lt(left).eq(batch.RightShare.ge(0.5f)).to(ScalarType.Float32).mean();
        return (loss.item<float>(), agreed.item<float>());
    }
}
