using System.Text.Json;
using System.Text.Json.Nodes;
using Nights.DreamSim.Adapters;
using Nights.DreamSim.Backbones;
using Nights.DreamSim.Checkpoints;
using Nights.DreamSim.Optimisation;

namespace Nights.DreamSim.Training;

/// <summary>Training configurations with a name. A configuration file may name one as its <c>recipe</c> and change some of it.</summary>
public static class Recipes
{
    private const string Key = "recipe";

    private static readonly ModelOptions SmallModel = new()
    {
        InputSize = 64,
        Resampling = Resampling.Box,
        Backbones =
        [
            new BackboneOptions { Patch = 8, Width = 96, Depth = 3, Heads = 4, ImageSize = 64, Mean = [0.5, 0.5, 0.5], Std = [0.25, 0.25, 0.25] },
        ],
    };

    /// <summary>The demo's network, a small transformer from random weights, with everything trained. Learns from a thousand votes in under a minute on two cores.</summary>
    public static readonly TrainingConfig Demo = new()
    {
        Name = "demo",
        Model = SmallModel,
        Train = Trained.All,
        Optimiser = new AdamOptions { LearningRate = 1e-3, WeightDecay = 0.05 },
        Schedule = Schedule.Cosine,
        WarmUpSteps = 20,
        Epochs = 4,
        BatchGroups = 16,
        Symmetries = true,
    };

    /// <summary>By what <c>nights demo</c> trains: its network with DreamSim's kind of training, where only low-rank updates of qkv learn. Agrees better on held-out triplets than training everything.</summary>
    public static readonly TrainingConfig Lora = Demo with
    {
        Name = "lora",
        Train = Trained.Lora,
        Lora = new LoraOptions { Rank = 16, Alpha = 32 },
        Optimiser = new AdamOptions { LearningRate = 3e-3 },
        Epochs = 8,
    };

    /// <summary>DreamSim's published settings for one backbone; start is a folder with it. Each step makes two updates, as the reference does; its batch is embedded a quarter at a time, to fit 4 GiB.</summary>
    public static readonly TrainingConfig Single = new()
    {
        Name = "single",
        Start = "models/dino_vitb16",
        Seed = 1234,
        Train = Trained.Lora,
        Lora = new LoraOptions { Rank = 16, Alpha = 32, Dropout = 0.2 },
        Optimiser = new AdamOptions { LearningRate = 3e-4, Beta1 = 0.5, UpdatesPerStep = 2 },
        Epochs = 8,
        BatchGroups = 32,
        MicroGroups = 8,
        MinVotes = 6,
        ValSplit = "val",
    };

    /// <summary>DreamSim's published settings for the three backbones.</summary>
    public static readonly TrainingConfig Ensemble = Single with
    {
        Name = "ensemble",
        Start = "models/ensemble",
        Lora = new LoraOptions { Rank = 16, Alpha = 8, Dropout = 0.3 },
        Epochs = 6,
        BatchGroups = 16,
        MicroGroups = 4,
    };

    /// <summary>
    /// From a pair's cosine to the share of people who call it the same: Linear(1, 64), ReLU, Linear(64, 1), sigmoid; squared error, Adam at 1e-3, ten
    /// epochs. Adapters learn along; <c>"train": "head"</c> leaves the backbone as it is.
    /// </summary>
    public static readonly TrainingConfig Pairs = new()
    {
        Name = "pairs",
        Start = "models/dino_vitb16",
        Seed = 1234,
        Objective = Objective.Pairs,
        Regressor = new RegressorOptions { Hidden = 64 },
        Train = Trained.Lora,
        Lora = new LoraOptions { Rank = 16, Alpha = 32, Dropout = 0.2 },
        Optimiser = new AdamOptions { LearningRate = 1e-3 },
        Epochs = 10,
        BatchGroups = 32,
        MicroGroups = 8,
    };

    public static IReadOnlyList<TrainingConfig> All { get; } = [Demo, Lora, Single, Ensemble, Pairs];

    /// <exception cref="InvalidDataException">No recipe has this name.</exception>
    public static TrainingConfig Named(string name) =>
        All.FirstOrDefault(recipe => recipe.Name == name)
        ?? throw new InvalidDataException($"There is no recipe '{name}'; there are {string.Join(", ", All.Select(recipe => recipe.Name))}.");

    /// <summary>Reads a configuration; <c>"recipe": NAME</c> takes what is not said from a recipe.</summary>
    /// <param name="json">A JSON object.</param>
    /// <param name="source">For error messages.</param>
    /// <exception cref="InvalidDataException">Not JSON, an unknown key or recipe, or a value out of range.</exception>
    public static TrainingConfig Parse(string json, string source)
    {
        var said = ModelJson.Parse<JsonObject>(json, source);
        if (said.Remove(Key, out var recipe))
        {
            var whole = JsonSerializer.SerializeToNode(Named(recipe?.ToString() ?? ""), ModelJson.Options)!.AsObject();
            Overlay(whole, said);
            said = whole;
        }

        return ModelJson.Parse<TrainingConfig>(said.ToJsonString(), source).Validate();
    }

    private static void Overlay(JsonObject whole, JsonObject said)
    {
        foreach (var (key, value) in said)
        {
            if (whole[key] is JsonObject inner && value is JsonObject changes) Overlay(inner, changes);
            else whole[key] = value?.DeepClone();
        }
    }
}
