using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using Nights.Diffusion.Procedural;

namespace Nights.Generator.Painting;

/// <summary>Section "Generator". What this process paints with.</summary>
public sealed class GeneratorOptions
{
    public const string Section = "Generator";

    /// <summary>"procedural" for the demo model, or the folder of a Stable Diffusion ONNX export. The demo model can always be ordered besides.</summary>
    [Required]
    public string Model { get; init; } = ProceduralModel.Name;

    /// <summary>The name under which orders ask for the model of a folder; the folder's path when empty.</summary>
    public string ModelName { get; init; } = "";

    /// <summary>Folder the demo model is written to at first use.</summary>
    [Required]
    public string Cache { get; init; } = Path.Combine(Path.GetTempPath(), "nights-models");

    /// <summary>ONNX Runtime's execution provider: cpu, or cuda in a build with -p:Accelerator=cuda.</summary>
    [RegularExpression("cpu|cuda")]
    public string Provider { get; init; } = "cpu";

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
    internal int Painters => Provider == "cpu" ? Math.Max(1, (Threads == 0 ? Environment.ProcessorCount : Threads) / ThreadsPerBatch) : 1;

    internal string NameOrMachine => Name.Length > 0 ? Name : Environment.MachineName;

    internal string OrderedAs => ModelName.Length > 0 ? ModelName : Model;
}

[OptionsValidator]
internal sealed partial class ValidateGeneratorOptions : IValidateOptions<GeneratorOptions>;
