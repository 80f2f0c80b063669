using System.Text.Json;
using System.Text.Json.Nodes;
using Nights.DreamSim.Checkpoints;
using static TorchSharp.torch;

namespace Nights.DreamSim.Adapters;

/// <summary>An adapter in PEFT's layout: <c>adapter_config.json</c> and <c>adapter_model.safetensors</c>.</summary>
/// <remarks>Rank and alpha are always taken from the file: published DreamSim adapters do not follow their training configuration.</remarks>
public static class AdapterFolder
{
    private const string ConfigFile = "adapter_config.json";
    private const string WeightsFile = "adapter_model.safetensors";

    /// <summary>Puts the folder's adapter onto a model that has none.</summary>
    /// <exception cref="InvalidDataException">A file is missing, is no LoRA on qkv, or does not fit the model.</exception>
    public static void Load(PerceptualModel model, string folder)
    {
        var config = Path.Combine(folder, ConfigFile);
        if (!File.Exists(config)) throw new InvalidDataException($"The adapter folder {folder} has no {ConfigFile}.");
        Load(model, ReadOptions(config), Path.Combine(folder, WeightsFile));
    }

    /// <summary>The same from a weights file alone, with the given rank and alpha.</summary>
    public static void Load(PerceptualModel model, LoraOptions lora, string weights)
    {
        using var tensors = Safetensors.Read(weights);
        model.Adapt(lora);
        Checkpoints.Weights.Fill(model.AdapterParameters, tensors.Tensors, weights);
    }

    public static void Save(PerceptualModel model, string folder)
    {
        var lora = model.Lora ?? throw new InvalidOperationException("The model has no adapter to save.");
        Directory.CreateDirectory(folder);
        Safetensors.Write(
            Path.Combine(folder, WeightsFile),
            model.AdapterParameters.ToDictionary(p => p.Name, p => (Tensor)p.Tensor),
            new Dictionary<string, string> { ["format"] = "pt" });
        var config = new JsonObject
        {
            ["peft_type"] = "LORA",
            ["r"] = lora.Rank,
            ["lora_alpha"] = lora.Alpha,
            ["lora_dropout"] = lora.Dropout,
            ["target_modules"] = new JsonArray("qkv"),
            ["bias"] = "none",
            ["fan_in_fan_out"] = false,
            ["inference_mode"] = true,
            ["use_rslora"] = false,
            ["use_dora"] = false,
        };
        File.WriteAllText(Path.Combine(folder, ConfigFile), config.ToJsonString(ModelJson.Options) + "\n");
    }

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
