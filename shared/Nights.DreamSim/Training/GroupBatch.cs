using Nights.DreamSim.Losses;
using static TorchSharp.torch;

namespace Nights.DreamSim.Training;

/// <summary>Some groups' pictures, each once, and where the triplets find them.</summary>
/// <param name="Pictures">(pictures, 3, height, width), float32 in [0, 1].</param>
/// <param name="Reference">Places of the references among the pictures: (triplets), int64.</param>
/// <param name="Left">Places of the left pictures.</param>
/// <param name="Right">Places of the right pictures.</param>
/// <param name="RightShare">Share of votes for the right picture, in [0, 1]: (triplets), float32.</param>
public sealed record GroupBatch(Tensor Pictures, Tensor Reference, Tensor Left, Tensor Right, Tensor RightShare)
{
    /// <param name="model">On the batch's device.</param>
    /// <param name="margin">By how much the chosen picture should be closer.</param>
    internal Judged Judge(PerceptualModel model, double margin)
    {
        var embeddings = model.Embed(Pictures);                                   // (pictures, width)
        var reference = embeddings.index_select(0, Reference);                    // (triplets, width)
        var left = PerceptualModel.Distance(reference, embeddings.index_select(0, Left));
        var right = PerceptualModel.Distance(reference, embeddings.index_select(0, Right));
        var closer = right.lt(left).to(ScalarType.Float32);
        return new Judged(
            HingeLoss.Of(left - right, RightShare, margin),
            closer.eq(RightShare.ge(0.5f)).to(ScalarType.Float32),
            where(right.eq(left), 0.5f, closer * RightShare + (1 - closer) * (1 - RightShare)));
    }
}
