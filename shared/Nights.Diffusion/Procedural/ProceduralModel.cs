using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Nights.Diffusion.Schedulers;

namespace Nights.Diffusion.Procedural;

/// <summary>
/// The procedural demo model: not Stable Diffusion, but a model without weights that is laid out, driven and sampled exactly as one. Written as the
/// standard folder of ONNX graphs; the same code writes the same bytes.
/// </summary>
public static class ProceduralModel
{
    /// <summary>The name orders call it by.</summary>
    public const string Name = "procedural";

    private const float LatentScale = 0.18215f;

    private const string SchedulerJson = """
        {
          "_class_name": "DDIMScheduler",
          "num_train_timesteps": 1000,
          "beta_start": 0.00085,
          "beta_end": 0.012,
          "beta_schedule": "scaled_linear",
          "clip_sample": false,
          "set_alpha_to_one": true,
          "skip_prk_steps": true,
          "steps_offset": 1,
          "prediction_type": "epsilon",
          "timestep_spacing": "leading"
        }
        """;

    /// <summary>The folder of this build below a cache folder, written when it is not there yet. Safe for several processes at once.</summary>
    public static string EnsureWritten(string cache)
    {
        // The build's own identity: a changed library never meets the folder of another.
        var directory = Path.Combine(cache, $"{Name}-{typeof(ProceduralModel).Module.ModuleVersionId:N}");
        if (File.Exists(Path.Combine(directory, "model_index.json")))
            return directory;
        var draft = $"{directory}.{Guid.CreateVersion7():N}";
        Write(draft);
        try
        {
            Directory.Move(draft, directory);
        }
        catch (IOException) when (File.Exists(Path.Combine(directory, "model_index.json")))
        {
            Directory.Delete(draft, recursive: true);  // another process was faster, with the same bytes
        }
        return directory;
    }

    /// <summary>Writes the model into a folder.</summary>
    public static void Write(string directory)
    {
        var vocabulary = new ProceduralVocabulary(Lexicon.Words);
        var training = SchedulerConfig.Parse(SchedulerJson);

        Bytes("text_encoder/model.onnx", TextEncoderGraph.Build(vocabulary.Tokens));
        Bytes("unet/model.onnx", UnetGraph.Build(training));
        Bytes("vae_encoder/model.onnx", VaeEncoderGraph.Build(LatentScale));
        Bytes("vae_decoder/model.onnx", VaeDecoderGraph.Build(LatentScale));
        Text("scheduler/scheduler_config.json", SchedulerJson);
        Text("unet/config.json", """{ "in_channels": 4, "size_multiple": 32 }""");
        Text("vae_decoder/config.json", """{ "scaling_factor": 0.18215 }""");
        Text("vae_encoder/config.json", """{ "scaling_factor": 0.18215 }""");
        Text("tokenizer/vocab.json", JsonSerializer.Serialize(vocabulary.Tokens.Select((token, id) => (token, id)).ToDictionary(entry => entry.token, entry => entry.id)));
        Text("tokenizer/merges.txt", string.Join('\n', ["#version: 0.2", .. vocabulary.Merges]));
        Text("tokenizer/tokenizer_config.json", """{ "model_max_length": 77 }""");
        Text("tokenizer/special_tokens_map.json", $$"""{ "bos_token": "{{ProceduralVocabulary.Begin}}", "eos_token": "{{ProceduralVocabulary.End}}", "pad_token": "{{ProceduralVocabulary.End}}" }""");
        Text("model_index.json", Index());

        void Text(string path, string text) => Bytes(path, Encoding.UTF8.GetBytes(text + "\n"));
        void Bytes(string path, byte[] bytes)
        {
            var file = Path.Combine(directory, path);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllBytes(file, bytes);
        }
    }

    private static string Index() => new JsonObject
    {
        ["_class_name"] = "StableDiffusionPipeline",
        ["_name_or_path"] = $"nights-{Name}",
        ["scheduler"] = new JsonArray("diffusers", "DDIMScheduler"),
        ["text_encoder"] = new JsonArray("onnxruntime", "OrtModel"),
        ["tokenizer"] = new JsonArray("transformers", "CLIPTokenizer"),
        ["unet"] = new JsonArray("onnxruntime", "OrtModel"),
        ["vae_decoder"] = new JsonArray("onnxruntime", "OrtModel"),
        ["vae_encoder"] = new JsonArray("onnxruntime", "OrtModel"),
    }.ToJsonString(new JsonSerializerOptions { WriteIndented = true });
}
