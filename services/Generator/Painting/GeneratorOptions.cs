using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using Nights.Diffusion.Models;
using Nights.Diffusion.Procedural;
using Nights.Diffusion.Providers;

namespace Nights.Generator.Painting;

/// <summary>Section "Generator". What this process paints with.</summary>
public sealed class GeneratorOptions
{
    public const string Section = "Generator";

    private bool? onProcessor;

    /// <summary>
    /// "procedural" for the demo model, the folder of a Stable Diffusion ONNX export, or the name of one in the object store. The demo model and whatever the
    /// object store holds can be ordered besides.
    /// </summary>
    [Required]
    public string Model { get; init; } = ProceduralModel.Name;

    /// <summary>The name under which orders ask for the model of a folder; the folder's path when empty.</summary>
    public string ModelName { get; init; } = "";

    /// <summary>Folder for the demo model, models fetched from the object store, and TensorRT's engines.</summary>
    [Required]
    public string Cache { get; init; } = Path.Combine(Path.GetTempPath(), "nights-models");

    /// <summary>ONNX Runtime's execution provider: cpu, cuda or tensorrt, or auto for the best that is there. One that is asked for and missing stops the start.</summary>
    [RegularExpression("auto|cpu|cuda|tensorrt")]
    public string Provider { get; init; } = "cpu";

    /// <summary>Plug-in library that brings cuda to a build without it, e.g. /opt/ort/libonnxruntime_providers_cuda_plugin.so; empty for none.</summary>
    public string ProviderLibrary { get; init; } = "";

    /// <summary>Which accelerator of the machine, from 0.</summary>
    [Range(0, 63)]
    public int Device { get; init; }

    /// <summary>Most memory ONNX Runtime takes on the accelerator, in GiB; 0 for no limit.</summary>
    [Range(0.0, 1024.0)]
    public double DeviceMemoryGiB { get; init; }

    /// <summary>Whether an NVIDIA GPU may multiply float32 numbers in TF32: several times faster, and pictures differ from those of a processor. Graphs in float16 do not depend on it.</summary>
    public bool AllowTf32 { get; init; }

    /// <summary>Most models kept open, in GiB of their files; the one unused longest is closed for another. One model is always open.</summary>
    [Range(0.0, 1024.0)]
    public double ModelMemoryGiB { get; init; } = 12;

    /// <summary>Most of the disk for models fetched from the object store, in GiB; the one unused longest is removed for another.</summary>
    [Range(0.0, 65536.0)]
    public double CacheGiB { get; init; } = 64;

    /// <summary>Edge in pixels of the one step that is painted before the service is ready; 0 for the smallest. Give the size you order on an accelerator.</summary>
    [Range(0, 4096)]
    public int WarmUpSize { get; init; }

    /// <summary>Processors painting may use; 0 for all there are.</summary>
    [Range(0, 256)]
    public int Threads { get; init; }

    /// <summary>Threads that share one batch. On processors several batches of one thread each paint more than one batch of several.</summary>
    [Range(1, 256)]
    public int ThreadsPerBatch { get; init; } = 1;

    /// <summary>Most orders painted together, when so many wait. Pictures do not depend on it; memory grows with it.</summary>
    [Range(1, 64)]
    public int BatchSize { get; init; } = 8;

    /// <summary>Name of this generator in announcements; the machine's when empty.</summary>
    public string Name { get; init; } = "";

    /// <summary>How long an order waits before its second try, and then before its third and last, when painting or a store failed.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00")]
    public TimeSpan RetryAfter { get; init; } = TimeSpan.FromSeconds(1);

    /// <inheritdoc cref="RetryAfter"/>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00")]
    public TimeSpan RetryAgainAfter { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Batches painted at a time: one on an accelerator.</summary>
    internal int Painters => (onProcessor ??= ProviderFound == ExecutionProvider.Cpu) ? Math.Max(1, (Threads == 0 ? Environment.ProcessorCount : Threads) / ThreadsPerBatch) : 1;

    /// <summary>How ONNX Runtime executes this generator's models.</summary>
    internal RuntimeOptions Runtime => new()
    {
        Provider = Provider,
        ProviderLibrary = ProviderLibrary,
        Device = Device,
        DeviceMemoryGiB = DeviceMemoryGiB,
        AllowTf32 = AllowTf32,
        EngineCache = Path.Combine(Cache, "engines"),
        Threads = ThreadsPerBatch,
    };

    internal string NameOrMachine => Name.Length > 0 ? Name : Environment.MachineName;

    internal string OrderedAs => ModelName.Length > 0 ? ModelName : Model;

    private string ProviderFound => Provider == ExecutionProvider.Auto ? ExecutionProvider.Find(Runtime).Name : Provider;
}

[OptionsValidator]
internal sealed partial class ValidateGeneratorOptions : IValidateOptions<GeneratorOptions>;

/// <summary>What no single option can say.</summary>
internal sealed class ValidateModelName : IValidateOptions<GeneratorOptions>
{
    public ValidateOptionsResult Validate(string? name, GeneratorOptions options) => options is { ModelName: ProceduralModel.Name, Model: not ProceduralModel.Name }
        ? ValidateOptionsResult.Fail($"Generator:ModelName is {ProceduralModel.Name}, which is the demo model; give '{options.Model}' another name.")
        : ValidateOptionsResult.Success;
}
