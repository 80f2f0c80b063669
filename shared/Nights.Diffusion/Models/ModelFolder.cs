using Nights.Diffusion.Providers;
using Nights.Diffusion.Schedulers;
using Nights.Diffusion.Tokenizing;

namespace Nights.Diffusion.Models;

/// <summary>
/// A Stable Diffusion model (1.x, 2.x, Turbo, XL, latent consistency) in the standard ONNX folder layout, whoever exported it: names, element types and ranks
/// are asked from each graph, never assumed. Opened once a process and shared by all threads.
/// </summary>
public sealed class ModelFolder : IDisposable
{
    private readonly Lazy<IReadOnlyDictionary<string, string>> hashes;
    private readonly List<IDisposable> opened;

    private ModelFolder(string directory, RuntimeOptions runtime, ExecutionProvider provider, ModelParts parts, List<IDisposable> opened)
    {
        (Directory, Runtime, Provider, this.opened) = (directory, runtime, provider, opened);
        (Scheduler, Prompts, Unet, VaeDecoder, VaeEncoder, SafetyChecker) = parts;
        hashes = new(() => ModelHashes.Of(directory));
    }

    public string Directory { get; }

    public RuntimeOptions Runtime { get; }

    /// <summary>What executes the graphs.</summary>
    public ExecutionProvider Provider { get; }

    public SchedulerConfig Scheduler { get; }

    public PromptEncoder Prompts { get; }

    public Unet Unet { get; }

    public VaeDecoder VaeDecoder { get; }

    /// <summary>Null where the folder has none: pictures cannot be started from then.</summary>
    public VaeEncoder? VaeEncoder { get; }

    /// <summary>Null where the folder has none, as exports of optimum have not.</summary>
    public SafetyChecker? SafetyChecker { get; }

    /// <summary>SHA-256 of every file that decides pixels, by path inside the folder. Computed at first use: gigabytes take seconds.</summary>
    public IReadOnlyDictionary<string, string> Hashes => hashes.Value;

    /// <summary>Edges of a picture must be a multiple of this many pixels.</summary>
    public int SizeMultiple => Unet.SizeMultiple(VaeDecoder.Factor);

    /// <summary>Whether the graphs take pictures of this size: most exports leave it open, some are made for one.</summary>
    internal bool Takes(int height, int width) => new[] { Unet.FixedSize, VaeDecoder.FixedSize }.All(made =>
        (made.Height < 0 || made.Height == height / VaeDecoder.Factor) && (made.Width < 0 || made.Width == width / VaeDecoder.Factor));

    /// <exception cref="ModelFolderException">A file is missing or unusable, a graph's signature is not one we can drive, or the provider is not to be had; the message says which and why.</exception>
    /// <exception cref="SchedulerConfigException">The scheduler configuration asks for what is not computed here.</exception>
    public static ModelFolder Open(string directory, RuntimeOptions runtime)
    {
        ArgumentNullException.ThrowIfNull(runtime);
        if (!System.IO.Directory.Exists(directory))
            throw new ModelFolderException($"The model folder '{directory}' does not exist.");
        var index = ModelIndex.Read(Path.Combine(directory, "model_index.json"));
        var scheduler = SchedulerOf(directory, index);
        var provider = ExecutionProvider.Find(runtime);

        using var options = runtime.ToSessionOptions(provider);
        var opened = new List<IDisposable>();
        try
        {
            var prompts = index.IsXl
                ? new PromptEncoder([Text("", TextLayer.Penultimate, pools: false), Text("_2", TextLayer.Penultimate, pools: true)], index.ZerosForEmptyPrompt)
                : new PromptEncoder([Text("", TextLayer.Last, pools: false)], zerosForEmpty: false);
            var unet = new Unet(Component("unet"), Config("unet"), prompts.Width);
            if (unet.IsXl != index.IsXl)
                throw new ModelFolderException(
                    $"unet: the graph {(unet.IsXl ? "wants" : "does not want")} the inputs of the XL family, and model_index.json names the pipeline '{index.Pipeline}'.");
            var decoder = new VaeDecoder(Component("vae_decoder"), Config("vae_decoder"), unet.Channels, index.IsXl);
            var encoder = Has("vae_encoder") ? new VaeEncoder(Component("vae_encoder"), Config("vae_encoder"), unet.Channels, decoder.Factor, index.IsXl) : null;
            var safety = Has("safety_checker") ? new SafetyChecker(Component("safety_checker"), Json(ClipPreprocessing.ConfigFile)) : null;
            return new ModelFolder(directory, runtime, provider, new ModelParts(scheduler, prompts, unet, decoder, encoder, safety), opened);
        }
        catch
        {
            opened.ForEach(graph => graph.Dispose());
            throw;
        }

        string Graph(string name) => Path.Combine(directory, name, "model.onnx");
        bool Has(string name) => File.Exists(Graph(name));
        ModelJson Config(string name) => Json($"{name}/config.json");
        ModelJson Json(string file) => ModelJson.ReadIfThere(Path.Combine(directory, file));
        (ClipTokenizer, TextEncoder) Text(string suffix, TextLayer layer, bool pools) =>
            (ClipTokenizer.Open(Path.Combine(directory, "tokenizer" + suffix)), new TextEncoder(Component("text_encoder" + suffix), layer, pools));
        OnnxGraph Component(string name)
        {
            var graph = OnnxGraph.Open(name, Graph(name), options);
            opened.Add(graph);
            return graph;
        }
    }

    public void Dispose() => opened.ForEach(graph => graph.Dispose());

    /// <summary>The scheduler's file, as the pipelines of diffusers 58eb52c take it: those of Stable Diffusion 1 and 2 begin at offset 1 and never clip, whatever an old file says or leaves out.</summary>
    private static SchedulerConfig SchedulerOf(string directory, ModelIndex index)
    {
        var file = Path.Combine(directory, "scheduler", "scheduler_config.json");
        ModelFile.Require(file);
        var scheduler = SchedulerConfig.Parse(File.ReadAllText(file));
        SchedulerCatalogue.Require(scheduler);  // what it cannot compute shows now
        return index.IsStableDiffusion ? scheduler with { StepsOffset = 1, ClipSample = false } : scheduler;
    }
}

/// <summary>What a model is made of.</summary>
internal sealed record ModelParts(
    SchedulerConfig Scheduler, PromptEncoder Prompts, Unet Unet, VaeDecoder VaeDecoder, VaeEncoder? VaeEncoder, SafetyChecker? SafetyChecker);
