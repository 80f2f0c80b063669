using Nights.DreamSim;
using Nights.DreamSim.Adapters;
using Nights.DreamSim.Backbones;
using Nights.DreamSim.Native;
using Nights.DreamSim.Optimisation;
using Nights.DreamSim.Training;

namespace Nights.NumericsTests.Training;

/// <summary>A training that takes a second.</summary>
internal static class SmallTraining
{
    public static readonly ComputeOptions Cpu = new() { Device = "cpu", Threads = 2 };

    public static TrainingConfig Config(Trained trained = Trained.All) => new()
    {
        Name = "small",
        Model = new ModelOptions
        {
            InputSize = 16,
            Resampling = Resampling.Box,
            Backbones = [new BackboneOptions { Patch = 4, Width = 24, Depth = 2, Heads = 2, ImageSize = 16, Mean = [0.5, 0.5, 0.5], Std = [0.25, 0.25, 0.25] }],
        },
        Train = trained,
        Lora = new LoraOptions { Rank = 4, Alpha = 8, Dropout = 0.1 },
        Optimiser = new AdamOptions { LearningRate = 2e-3, WeightDecay = 0.05 },
        Schedule = Schedule.Cosine,
        WarmUpSteps = 3,
        Epochs = 2,
        BatchGroups = 4,
        Symmetries = true,
        CheckpointEvery = 4,
    };
}
