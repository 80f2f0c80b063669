using Nights.Onnx;

namespace Nights.Tests.Diffusion.Fixtures;

/// <summary>The dialects that are in the world, oldest first.</summary>
internal static class ExportDialects
{
    /// <summary>The export script of diffusers, with the int64 timestep of the first "onnx" branches.</summary>
    public static readonly ExportDialect Diffusers2022 = new("diffusers-2022")
    {
        Pipeline = "OnnxStableDiffusionPipeline",
        Component = "OnnxRuntimeModel",
        TimeShape = ["batch"],
        SamplesInGraph = true,
        Weights = "weights.pb",
        OnlyUnetWeights = true,
        Configs = false,
        Safety = true,
        ChannelsVary = true,
    };

    /// <summary>The same script today: the timestep has the graph's float type.</summary>
    public static readonly ExportDialect Diffusers = Diffusers2022 with { Name = "diffusers", Time = ElementType.Float32 };

    public static readonly ExportDialect Optimum116 = new("optimum-1.16") { Pipeline = "ORTStableDiffusionPipeline", SamplesInGraph = true };

    public static readonly ExportDialect Optimum123 = Optimum116 with { Name = "optimum-1.23", SamplesInGraph = false };

    public static readonly ExportDialect Optimum124 = new("optimum-1.24")
    {
        Ids = ElementType.Int64,
        Time = ElementType.Float32,
        TimeShape = [],
        Weights = "model.onnx_data",
    };

    public static readonly ExportDialect OptimumOnnx = Optimum124 with { Name = "optimum-onnx", Opset = 18 };

    public static readonly ExportDialect Olive = new("olive")
    {
        Pipeline = "OnnxStableDiffusionPipeline",
        Component = "OnnxRuntimeModel",
        TimeShape = ["unet_time_batch"],
        Renamed = true,
        Configs = false,
        SamplesInGraph = true,
        TextFloat = ElementType.Float16,
        UnetFloat = ElementType.Float16,
        VaeFloat = ElementType.Float16,
    };

    public static readonly ExportDialect Half = Optimum124 with
    {
        Name = "fp16",
        Time = ElementType.Float16,
        TextFloat = ElementType.Float16,
        UnetFloat = ElementType.Float16,
        VaeFloat = ElementType.Float16,
    };

    public static readonly ExportDialect HalfUnet = Optimum124 with { Name = "fp16-unet", Time = ElementType.Float16, UnetFloat = ElementType.Float16 };

    /// <summary>Stable Diffusion 2 at 768 pixels: predicts velocity and pads with "!".</summary>
    public static readonly ExportDialect Velocity = Optimum124 with { Name = "v_prediction", Scheduler = SchedulerFiles.DdimVelocity, Pad = "!" };

    public static readonly ExportDialect Flax = Optimum123 with { Name = "flax", Pipeline = "FlaxStableDiffusionPipeline", Scheduler = SchedulerFiles.FlaxPndm };

    public static readonly ExportDialect Xl = Optimum124 with
    {
        Name = "sdxl",
        Family = FixtureFamily.Xl,
        Pipeline = "StableDiffusionXLPipeline",
        Scheduler = SchedulerFiles.EulerXl,
    };

    public static readonly ExportDialect Lcm = Optimum124 with
    {
        Name = "lcm",
        Family = FixtureFamily.Lcm,
        Pipeline = "LatentConsistencyModelPipeline",
        Scheduler = SchedulerFiles.Lcm,
    };

    public static IReadOnlyList<ExportDialect> All { get; } =
        [Diffusers2022, Diffusers, Optimum116, Optimum123, Optimum124, OptimumOnnx, Olive, Half, HalfUnet, Velocity, Flax, Xl, Lcm];

    public static ExportDialect Named(string name) => All.Single(dialect => dialect.Name == name);
}
