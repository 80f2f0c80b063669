using static TorchSharp.torch;

namespace Nights.DreamSim.Training;

/// <summary>A part of a batch that is embedded at once.</summary>
internal interface ITrainingSlice : IDisposable
{
    /// <summary>Triplets or pairs.</summary>
    int Examples { get; }

    /// <summary>Distinct pictures, each of which is embedded once.</summary>
    int Pictures { get; }

    /// <summary>Embeds the pictures and compares what the model says with what people said.</summary>
    /// <param name="model">The slice is brought to its device.</param>
    Judged Judge(PerceptualModel model);
}

/// <summary>What came of some examples.</summary>
/// <param name="Loss">Of each: (examples), float32, with gradients if the model's embeddings have them.</param>
/// <param name="Agreed">Whether the model chose as people did, a tie counting as the left one: (examples), 0 or 1, float32.</param>
/// <param name="Score">Share of people whom the model agrees with, a tie counting one half: (examples), in [0, 1], float32.</param>
internal sealed record Judged(Tensor Loss, Tensor Agreed, Tensor Score);
