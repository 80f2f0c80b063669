using Nights.Onnx;

namespace Nights.Tests.Diffusion.Fixtures;

/// <summary>A folder that cannot be used, and words that the refusal must contain: which part, what is wrong, what would be right.</summary>
/// <param name="Name">What is wrong.</param>
/// <param name="Words">All of them are in the message.</param>
public sealed record BrokenFolder(string Name, params string[] Words)
{
    public ExportDialect Dialect { get; init; } = ExportDialects.Optimum124;

    /// <summary>What is done to a good folder of the dialect.</summary>
    public Action<FixtureFolder> Break { get; init; } = _ => { };

    public static IReadOnlyList<BrokenFolder> All { get; } =
    [
        new("weights missing", "unet:", "model.onnx_data", "missing") { Break = folder => File.Delete(folder["unet/model.onnx_data"]) },
        new("weights cut short", "unet:", "model.onnx_data", "bytes", "need") { Break = folder => Cut(folder["unet/model.onnx_data"], bytes: 1) },
        new("weights above the folder", "unet:", "../stolen.bin", "outside") { Break = folder => Weights(folder, "../stolen.bin", 0, 4) },
        new("weights above the folder, by a detour", "unet:", "inner/../../stolen.bin", "outside") { Break = folder => Weights(folder, "inner/../../stolen.bin", 0, 4) },
        new("weights at an absolute path", "unet:", "outside") { Break = folder => Weights(folder, folder["stolen.bin"], 0, 4) },
        new("weights before their file", "unet:", "offset", "-8") { Break = folder => Weights(folder, "model.onnx_data", -8, 4) },
        new("weights of negative length", "unet:", "length", "-4") { Break = folder => Weights(folder, "model.onnx_data", 0, -4) },
        new("weights beyond any file", "unet:", "9223372036854775807") { Break = folder => Weights(folder, "model.onnx_data", long.MaxValue, 4) },
        new("weights beyond their file", "unet:", "model.onnx_data", "need") { Break = folder => Weights(folder, "model.onnx_data", 1L << 40, 4) },
        new("another family's denoiser", "unet:", "9 latent channels", "4") { Dialect = ExportDialects.Optimum124 with { Channels = 9 } },
        new("a timestep of booleans", "unet:", "timestep", "bool", "expected") { Dialect = ExportDialects.Optimum124 with { Time = ElementType.Bool } },
        new("a timestep of two dimensions", "unet:", "timestep", "rank 2", "expected") { Dialect = ExportDialects.Optimum116 with { TimeShape = ["batch", 1] } },
        new("ids of floats", "text_encoder:", "input_ids", "float", "expected int32 or int64") { Break = FloatIds },
        new("no decoder", "vae_decoder", "model.onnx", "missing") { Break = folder => Directory.Delete(folder["vae_decoder"], recursive: true) },
        new("no text encoder", "text_encoder", "model.onnx", "missing") { Break = folder => Directory.Delete(folder["text_encoder"], recursive: true) },
        new("no tokenizer", "tokenizer", "vocab.json", "missing") { Break = folder => Directory.Delete(folder["tokenizer"], recursive: true) },
        new("no scheduler", "scheduler_config.json", "missing") { Break = folder => Directory.Delete(folder["scheduler"], recursive: true) },
        new("a graph cut short", "unet:", "model.onnx", "cut short") { Break = folder => Cut(folder["unet/model.onnx"], bytes: 100) },
        new("an empty graph", "vae_decoder:", "0 bytes", "cut short") { Break = folder => File.WriteAllBytes(folder["vae_decoder/model.onnx"], []) },
        new("a web page for a graph", "text_encoder:", "no ONNX") { Break = folder => File.WriteAllText(folder["text_encoder/model.onnx"], "<!doctype html><title>404</title>") },
        new("an unknown pipeline", "model_index.json", "KandinskyPipeline", "Stable Diffusion") { Dialect = ExportDialects.Optimum124 with { Pipeline = "KandinskyPipeline" } },
        new("an unknown scheduler", "HeunDiscreteScheduler", "DDIMScheduler") { Dialect = WithScheduler("PNDMScheduler", "HeunDiscreteScheduler") },
        new("a key of the scheduler that nobody knows", "scheduler_config.json", "wobble") { Dialect = WithScheduler("\"steps_offset\": 1", "\"wobble\": 1") },
        new("no special tokens", "vocab.json", "<|startoftext|>") { Break = folder => File.WriteAllText(folder["tokenizer/vocab.json"], """{ "a": 0, "b": 1 }""") },
        new("an index that is no JSON", "model_index.json", "JSON") { Break = folder => File.WriteAllText(folder["model_index.json"], "{ ") },
        new("XL without its second tokenizer", "tokenizer_2", "vocab.json", "missing") { Dialect = ExportDialects.Xl, Break = folder => Directory.Delete(folder["tokenizer_2"], recursive: true) },
        new("XL without its second encoder", "text_encoder_2", "model.onnx", "missing") { Dialect = ExportDialects.Xl, Break = folder => Directory.Delete(folder["text_encoder_2"], recursive: true) },
        new("XL exported without hidden states", "text_encoder:", "hidden_states") { Dialect = ExportDialects.Xl, Break = folder => FixtureText.Build(ExportDialects.Optimum124).Write(folder["text_encoder/model.onnx"]) },
        new("an XL denoiser in an ordinary folder", "unet:", $"wants {FixtureUnet.TokenWidth(ExportDialects.Xl)}", $"gives {FixtureUnet.TokenWidth(ExportDialects.Optimum124)}") { Dialect = ExportDialects.Xl with { Pipeline = "StableDiffusionPipeline" } },
        new("an ordinary denoiser in an XL folder", "unet:", $"wants {FixtureUnet.TokenWidth(ExportDialects.Optimum124)}", $"gives {FixtureUnet.TokenWidth(ExportDialects.Xl)}") { Dialect = ExportDialects.Xl, Break = folder => FixtureUnet.Build(ExportDialects.Optimum124).Write(folder["unet/model.onnx"]) },
        new("another model's text encoder", "unet:", "encoder_hidden_states", "gives 16") { Break = ForeignEncoder },
    ];

    public override string ToString() => Name;

    private static ExportDialect WithScheduler(string from, string to) =>
        ExportDialects.Optimum124 with { Scheduler = ExportDialects.Optimum124.Scheduler.Replace(from, to, StringComparison.Ordinal) };

    private static void Cut(string file, int bytes)
    {
        using var open = File.OpenWrite(file);
        open.SetLength(open.Length - bytes);
    }

    /// <summary>Adds a tensor with data elsewhere: a second part of the graph, since messages of protobuf merge. The file it names is there and long enough.</summary>
    private static void Weights(FixtureFolder folder, string location, long offset, long length)
    {
        File.WriteAllBytes(folder["stolen.bin"], new byte[64]);
        var tensor = new ProtobufWriter().Integer(1, 1).Integer(2, (long)ElementType.Float32).Text(8, "elsewhere")
            .Message(13, Entry("location", location)).Message(13, Entry("offset", $"{offset}")).Message(13, Entry("length", $"{length}")).Integer(14, 1);
        File.AppendAllBytes(folder["unet/model.onnx"], new ProtobufWriter().Message(7, new ProtobufWriter().Message(5, tensor)).Written.ToArray());

        static ProtobufWriter Entry(string key, string value) => new ProtobufWriter().Text(1, key).Text(2, value);
    }

    private static void FloatIds(FixtureFolder folder)
    {
        var graph = new GraphBuilder("text_encoder");
        var ids = graph.Input("input_ids", ElementType.Float32, "batch", "sequence");
        graph.Output(ids.Unsqueeze(2), "last_hidden_state", ElementType.Float32, "batch", "sequence", 1);
        graph.Write(folder["text_encoder/model.onnx"]);
    }

    private static void ForeignEncoder(FixtureFolder folder) => FixtureText.BuildSecond(ExportDialects.Optimum124).Write(folder["text_encoder/model.onnx"]);
}
