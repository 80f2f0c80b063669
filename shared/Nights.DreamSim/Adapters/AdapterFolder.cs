using System.Text.Json;
using Nights.DreamSim.Backbones;
using Nights.DreamSim.Checkpoints;
using static TorchSharp.torch;

namespace Nights.DreamSim.Adapters;

/// <summary>An adapter in PEFT's layout: <c>adapter_config.json</c> and <c>adapter_model.safetensors</c> (or <c>.bin</c>).</summary>
/// <remarks>Rank and alpha are always taken from the file: published DreamSim adapters do not follow their training configuration.</remarks>
public static class AdapterFolder
{
    private const string ConfigFile = "adapter_config.json";
    private const string WeightsFile = "adapter_model.safetensors";
    private const string OlderWeightsFile = "adapter_model.bin";

    /// <summary>Puts the folder's adapter onto a model that has none.</summary>
    /// <exception cref="InvalidDataException">A file is missing, is no LoRA on qkv, or is of another model.</exception>
    public static void Load(PerceptualModel model, string folder)
    {
        var config = Path.Combine(folder, ConfigFile);
        if (!File.Exists(config)) throw new InvalidDataException($"The adapter folder {folder} has no {ConfigFile}.");
        var weights = new[] { WeightsFile, OlderWeightsFile }.Select(file => Path.Combine(folder, file)).FirstOrDefault(File.Exists)
            ?? throw new InvalidDataException($"The adapter folder {folder} has neither {WeightsFile} nor {OlderWeightsFile}.");
        Load(model, ReadOptions(config), weights);
    }

    /// <summary>The same from a weights file alone, with the given rank and alpha.</summary>
    /// <exception cref="InvalidDataException">The file is damaged, or of another model.</exception>
    public static void Load(PerceptualModel model, LoraOptions lora, string weights)
    {
        using var file = Checkpoints.WeightsFile.Open(weights);
        RefuseOthers(model, lora, file);
        using var scope = NewDisposeScope();
        model.Adapt(lora);
        Checkpoints.Weights.Fill(model.AdapterParameters, file.Shapes.Keys.ToDictionary(Plain, file.Load), weights);
    }

    /// <summary>Whether a folder holds an adapter.</summary>
    public static bool IsAt(string folder) => File.Exists(Path.Combine(folder, ConfigFile));

    public static void Save(PerceptualModel model, string folder)
    {
        var lora = model.Lora ?? throw new InvalidOperationException("The model has no adapter to save.");
        Directory.CreateDirectory(folder);
        Safetensors.Write(
            Path.Combine(folder, WeightsFile),
            model.AdapterParameters.ToDictionary(p => p.Name, p => (Tensor)p.Tensor),
            new Dictionary<string, string> { ["format"] = "pt" });
        File.WriteAllText(Path.Combine(folder, ConfigFile), PeftConfig.Of(lora).ToJsonString(ModelJson.Options) + "\n");
    }

    /// <summary>An adapter belongs to one set of backbones: names and shapes tell which, before the model is touched.</summary>
    private static void RefuseOthers(PerceptualModel model, LoraOptions lora, Checkpoints.WeightsFile file)
    {
        var wanted = model.Options.Backbones.SelectMany((backbone, k) => Enumerable.Range(0, backbone.Depth).SelectMany(block => new[]
        {
            (Name: $"base_model.model.extractor_list.{k}.model.blocks.{block}.attn.qkv.lora_A.weight", Shape: new long[] { lora.Rank, backbone.Width }),
            (Name: $"base_model.model.extractor_list.{k}.model.blocks.{block}.attn.qkv.lora_B.weight", Shape: [3 * backbone.Width, lora.Rank]),
        })).ToDictionary(p => p.Name, p => p.Shape);
        var given = file.Shapes.ToDictionary(p => Plain(p.Key), p => p.Value);
        if (wanted.Keys.FirstOrDefault(name => !given.ContainsKey(name)) is { } missing)
            throw Other($"it has no '{missing}'");
        if (given.Keys.FirstOrDefault(name => !wanted.ContainsKey(name)) is { } surplus)
            throw Other($"it has '{surplus}', for which the model has no place");
        foreach (var (name, shape) in wanted)
        {
            if (!given[name].AsSpan().SequenceEqual(shape))
                throw Other($"its '{name}' has the shape [{string.Join(", ", given[name])}]; rank {lora.Rank} on this backbone needs [{string.Join(", ", shape)}]");
        }

        InvalidDataException Other(string why) => new(
            $"The adapter {file.Path} is of another model than this one of {model.Options.Backbones.Count} backbones "
            + $"({string.Join(", ", model.Options.Backbones.Select(b => $"{b.Family.Spelled()}, {b.Depth} blocks of {b.Width}"))}): {why}.");
    }

    /// <summary>Some versions of PEFT keep the adapter's own name in the names.</summary>
    private static string Plain(string name) => name.Replace(".default.weight", ".weight", StringComparison.Ordinal);

    private static LoraOptions ReadOptions(string path)
    {
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllText(path));
            var root = json.RootElement;
            var targets = root.GetProperty("target_modules").EnumerateArray().Select(target => target.GetString()).ToArray();
            if (targets is not ["qkv"]) throw new InvalidDataException($"{path} adapts [{string.Join(", ", targets)}]; only [qkv] can be read.");
            if (IsTrue(root, "use_rslora") || IsTrue(root, "use_dora")) throw new InvalidDataException($"{path} is rsLoRA or DoRA; only plain LoRA can be read.");
            return new LoraOptions
            {
                Rank = root.GetProperty("r").GetInt32(),
                Alpha = root.GetProperty("lora_alpha").GetDouble(),
                Dropout = root.TryGetProperty("lora_dropout", out var dropout) ? dropout.GetDouble() : 0,
            };
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new InvalidDataException($"{path} is not an adapter configuration: {e.Message}", e);
        }
    }

    private static bool IsTrue(JsonElement root, string name) => root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;
}
