using Nights.Onnx;

namespace Nights.Tests.Diffusion.Fixtures;

/// <summary>How one exporter of one time writes a model. The computation behind it is the demo model's: the picture must not depend on any of this.</summary>
public sealed record ExportDialect(string Name)
{
    public FixtureFamily Family { get; init; }

    /// <summary><c>_class_name</c> of model_index.json.</summary>
    public string Pipeline { get; init; } = "StableDiffusionPipeline";

    /// <summary>scheduler_config.json, which also says what the denoiser predicts.</summary>
    public string Scheduler { get; init; } = SchedulerFiles.Pndm;

    /// <summary>Class of the components in model_index.json.</summary>
    public string Component { get; init; } = "OrtModel";

    public int Opset { get; init; } = 14;
    public ElementType Ids { get; init; } = ElementType.Int32;
    public ElementType Time { get; init; } = ElementType.Int64;
    public object[] TimeShape { get; init; } = ["steps"];
    public ElementType TextFloat { get; init; } = ElementType.Float32;
    public ElementType UnetFloat { get; init; } = ElementType.Float32;
    public ElementType VaeFloat { get; init; } = ElementType.Float32;

    /// <summary>The encoder of pictures draws inside the graph, unseeded, and gives <c>latent_sample</c>; else it gives <c>latent_parameters</c>.</summary>
    public bool SamplesInGraph { get; init; }

    /// <summary>Sibling file of larger tensors, for all components or, as the script of diffusers does, for the denoiser alone.</summary>
    public string? Weights { get; init; }

    public bool OnlyUnetWeights { get; init; }

    /// <summary>A config.json beside each graph.</summary>
    public bool Configs { get; init; } = true;

    public bool Safety { get; init; }

    /// <summary>Inputs and dimensions named as optimisers name them.</summary>
    public bool Renamed { get; init; }

    /// <summary>The channels of latents are declared as a dimension that varies.</summary>
    public bool ChannelsVary { get; init; }

    /// <summary>The padding token, as special_tokens_map.json says it.</summary>
    public string Pad { get; init; } = "<|endoftext|>";

    /// <summary>What pipelines divide latents by before decoding.</summary>
    public float Scale => Family == FixtureFamily.Xl ? 0.13025f : 0.18215f;

    /// <summary>Mean of the checker's input from which it sees what must not be seen; the input is within ±3.</summary>
    public float FlagsAbove { get; init; } = 5;

    public int Channels { get; init; } = 4;
    public Func<Expression, Expression> SpoilPrediction { get; init; } = prediction => prediction;
    public Func<Expression, Expression> SpoilPixels { get; init; } = pixels => pixels;

    public override string ToString() => Name;
}

/// <summary>Kinds of models that are driven differently.</summary>
public enum FixtureFamily
{
    StableDiffusion,
    Xl,
    Lcm,
}
