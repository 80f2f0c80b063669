using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using Nights.Diffusion.Procedural;
using Nights.Diffusion.Providers;

namespace Nights.Generator.Painting;

/// <summary>Section "Generator". What this process paints with.</summary>
public sealed class GeneratorOptions
{
    public const string Section = "Generator";

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

    /// <summary>Batches painted at a time: one on an accelerator.</summary>
    internal int Painters => Provider is ExecutionProvider.Cpu or ExecutionProvider.Auto ? Math.Max(1, (Threads == 0 ? Environment.ProcessorCount : Threads) / ThreadsPerBatch) : 1;

    internal string NameOrMachine => Name.Length > 0 ? Name : Environment.MachineName;

    internal string OrderedAs => ModelName.Length > 0 ? ModelName : Model;
}

[OptionsValidator]
internal sealed partial class ValidateGeneratorOptions : IValidateOptions<GeneratorOptions>;
