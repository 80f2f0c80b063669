using System.Text.Json.Nodes;
using Nights.Diffusion.Schedulers;
using Nights.Diffusion.Tokenizing;

namespace Nights.Diffusion.Models;

/// <summary>
/// A Stable Diffusion 1.x or 2.x model in the standard ONNX folder layout, whoever exported it: names, element types and ranks are asked from
/// each graph, never assumed. Opened once a process and shared by all threads.
/// </summary>
public sealed class ModelFolder : IDisposable
{
    private readonly Lazy<IReadOnlyDictionary<string, string>> hashes;

    private ModelFolder(string directory, RuntimeOptions runtime, ClipTokenizer tokenizer, SchedulerConfig scheduler, TextEncoder text, Unet unet, VaeDecoder vae)
    {
        (Directory, Runtime, Tokenizer, Scheduler, TextEncoder, Unet, VaeDecoder) = (directory, runtime, tokenizer, scheduler, text, unet, vae);
        hashes = new(() => ModelHashes.Of(directory));
    }

    public string Directory { get; }

    public RuntimeOptions Runtime { get; }

    public ClipTokenizer Tokenizer { get; }

    public SchedulerConfig Scheduler { get; }

    public TextEncoder TextEncoder { get; }

    public Unet Unet { get; }

    public VaeDecoder VaeDecoder { get; }

    /// <summary>SHA-256 of every file that decides pixels, by path inside the folder. Computed at first use: gigabytes take seconds.</summary>
    public IReadOnlyDictionary<string, string> Hashes => hashes.Value;

    /// <summary>Edges of a picture must be a multiple of this many pixels.</summary>
    public int SizeMultiple => Unet.SizeMultiple(VaeDecoder.Factor);

    /// <exception cref="ModelFolderException">A file is missing or unusable, or a graph's signature is not one we can drive; the message says which and why.</exception>
    /// <exception cref="SchedulerConfigException">The scheduler configuration asks for what is not computed here.</exception>
    public static ModelFolder Open(string directory, RuntimeOptions runtime)
    {
        ArgumentNullException.ThrowIfNull(runtime);
        if (!System.IO.Directory.Exists(directory))
            throw new ModelFolderException($"The model folder '{directory}' does not exist.");
        RequireSupportedPipeline(Path.Combine(directory, "model_index.json"));
        var tokenizer = ClipTokenizer.Open(Path.Combine(directory, "tokenizer"));
        var schedulerFile = Path.Combine(directory, "scheduler", "scheduler_config.json");
        ModelFile.Require(schedulerFile);
        var scheduler = SchedulerConfig.Parse(File.ReadAllText(schedulerFile));
        SchedulerCatalogue.Require(scheduler);

        using var options = runtime.ToSessionOptions();
        var opened = new List<IDisposable>();
        try
        {
            var text = Opened(new TextEncoder(Component("text_encoder")));
            var unet = Opened(new Unet(Component("unet"), Config("unet"), text.Width));
            var vae = Opened(new VaeDecoder(Component("vae_decoder"), Config("vae_decoder"), unet.Channels));
            return new ModelFolder(directory, runtime, tokenizer, scheduler, text, unet, vae);
        }
        catch
        {
            opened.ForEach(graph => graph.Dispose());
            throw;
        }

        OnnxGraph Component(string name) => Opened(OnnxGraph.Open(name, Path.Combine(directory, name, "model.onnx"), options));
        JsonObject Config(string name) => Path.Combine(directory, name, "config.json") is var path && File.Exists(path) ? ModelFile.Json(path) : [];
        T Opened<T>(T graph) where T : IDisposable
        {
            opened.Add(graph);
            return graph;
        }
    }

    public void Dispose()
    {
        TextEncoder.Dispose();
        Unet.Dispose();
        VaeDecoder.Dispose();
    }

    private static void RequireSupportedPipeline(string path)
    {
        var name = ModelFile.Json(path)["_class_name"]?.ToString() ?? "";
        var family = name.Replace("Onnx", "", StringComparison.Ordinal).Replace("ORT", "", StringComparison.Ordinal).Replace("Flax", "", StringComparison.Ordinal);
        if (!family.StartsWith("StableDiffusion", StringComparison.Ordinal) || family.Contains("XL", StringComparison.Ordinal) || family.Contains('3'))
            throw new ModelFolderException($"'{path}': the pipeline class '{name}' is not supported; Stable Diffusion 1.x and 2.x exports are.");
    }
}
