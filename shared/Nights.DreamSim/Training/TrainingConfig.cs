using System.Text.Json.Serialization;
using Nights.DreamSim.Adapters;
using Nights.DreamSim.Optimisation;

namespace Nights.DreamSim.Training;

/// <summary>Which parameters learn.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Trained>))]
public enum Trained
{
    /// <summary>Every parameter.</summary>
    [JsonStringEnumMemberName("all")] All,

    /// <summary>Low-rank updates of the qkv projections; the rest is frozen.</summary>
    [JsonStringEnumMemberName("lora")] Lora,

    /// <summary>The head alone.</summary>
    [JsonStringEnumMemberName("head")] Head,
}

/// <summary>How the learning rate goes.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Schedule>))]
public enum Schedule
{
    [JsonStringEnumMemberName("constant")] Constant,

    /// <summary>Half a cosine from the full rate after the warm-up down to zero.</summary>
    [JsonStringEnumMemberName("cosine")] Cosine,
}

/// <summary>Everything that decides a training run, written beside the model it makes. The same configuration and snapshot give the same model.</summary>
public sealed record TrainingConfig
{
    /// <summary>Name for people; recipes have one.</summary>
    public string Name { get; init; } = "custom";

    public long Seed { get; init; } = 1;

    /// <summary>A model folder to start from; null starts from random weights of <see cref="Model"/>.</summary>
    public string? Start { get; init; }

    /// <summary>The network, when it starts from random weights.</summary>
    public ModelOptions? Model { get; init; }

    /// <summary>What is learnt: triplets by default.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Objective Objective { get; init; }

    /// <summary>For pairs: the regressor to learn, when the start has none.</summary>
    public RegressorOptions? Regressor { get; init; }

    /// <summary>Standard deviation of a random position table. Small values blind an untrained network to place.</summary>
    public double PositionStd { get; init; } = 0.2;

    public Trained Train { get; init; } = Trained.Lora;

    public LoraOptions Lora { get; init; } = new();

    public AdamOptions Optimiser { get; init; } = new();

    public Schedule Schedule { get; init; } = Schedule.Constant;

    /// <summary>Steps over which the learning rate rises to its full value.</summary>
    public int WarmUpSteps { get; init; }

    public int Epochs { get; init; } = 8;

    /// <summary>Groups (paintings) a step. A group without siblings is one triplet.</summary>
    public int BatchGroups { get; init; } = 32;

    /// <summary>Groups (or pairs) of a step that are embedded at once; 0 (default) is the whole batch. Fewer need less memory and give the same step.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int MicroGroups { get; init; }

    /// <summary>Blocks keep only what enters them and are computed again for the gradients: less memory, about a third more work, the same step.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Recompute { get; init; }

    /// <summary>By how much the chosen picture should be closer.</summary>
    public double Margin { get; init; } = 0.05;

    /// <summary>One of the eight symmetries of the square, the same for all pictures of a group, drawn anew each epoch.</summary>
    public bool Symmetries { get; init; }

    /// <summary>Triplets with fewer votes are left out.</summary>
    public int MinVotes { get; init; }

    public string TrainSplit { get; init; } = "train";

    /// <summary>
    /// The split that is scored after each epoch; the epoch with the lowest loss on it is the result. Null (default), or a split that the snapshot
    /// lacks: the last epoch is.
    /// </summary>
    public string? ValSplit { get; init; }

    /// <summary>Epochs without a lower validation loss that end the run; 0 (default) is never.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Patience { get; init; }

    public string TestSplit { get; init; } = "test";

    /// <summary>Steps between checkpoints.</summary>
    public int CheckpointEvery { get; init; } = 50;

    internal int SliceGroups => MicroGroups == 0 ? BatchGroups : Math.Min(MicroGroups, BatchGroups);

    /// <exception cref="InvalidDataException">Something out of range or missing.</exception>
    public TrainingConfig Validate()
    {
        Require((Start is null) != (Model is null), "exactly one of start (a model folder) and model (a network to initialise) is required");
        Require(Epochs is >= 1 and <= 1000, $"epochs is {Epochs}; it must be 1 to 1000");
        Require(BatchGroups is >= 1 and <= 4096, $"batchGroups is {BatchGroups}; it must be 1 to 4096");
        Require(MicroGroups is >= 0 and <= 4096, $"microGroups is {MicroGroups}; it must be 0 (the whole batch) to 4096");
        Require(Margin is >= 0 and <= 2, $"margin is {Margin}; it must be 0 to 2, the range of distances");
        Require(WarmUpSteps >= 0, $"warmUpSteps is {WarmUpSteps}; it must not be below 0");
        Require(PositionStd is >= 0 and <= 10, $"positionStd is {PositionStd}; it must be 0 to 10");
        Require(CheckpointEvery >= 1, $"checkpointEvery is {CheckpointEvery}; it must be 1 or more");
        Require(Train != Trained.Head || Start is not null || Model?.Head is not null || Objective == Objective.Pairs, "train is 'head', and the model has no head");
        Require(Objective == Objective.Triplets || Start is not null || Regressor is not null || Model?.Regressor is not null, "objective is 'pairs', and there is no regressor");
        Require(Regressor is null or { Hidden: >= 1 and <= 65536 }, $"the regressor's hidden width is {Regressor?.Hidden}; it must be 1 to 65536");
        Require(TrainSplit != TestSplit, $"trainSplit and testSplit are both '{TestSplit}': the score would be on what was learnt");
        Require(ValSplit is null || (ValSplit != TrainSplit && ValSplit != TestSplit), $"valSplit '{ValSplit}' is another split too: the best epoch would be chosen by what it learns or is tested on");
        Require(Patience is >= 0 and <= 1000, $"patience is {Patience}; it must be 0 (never) to 1000 epochs");
        Require(Patience == 0 || ValSplit is not null, $"patience is {Patience}, and there is no valSplit to watch");
        Model?.Validate();
        Optimiser.Validate();
        if (Train == Trained.Lora) Lora.Validate();
        return this;

        static void Require(bool holds, string otherwise)
        {
            if (!holds) throw new InvalidDataException($"Training configuration: {otherwise}.");
        }
    }
}
