using System.Security.Cryptography;

namespace Nights.Diffusion.Models;

/// <summary>Identifies a model by its content, for manifests.</summary>
internal static class ModelHashes
{
    private static readonly string[] Graphs = ["text_encoder", "text_encoder_2", "unet", "vae_decoder", "vae_encoder"];
    private static readonly string[] Tokenizers = ["tokenizer", "tokenizer_2"];
    private static readonly string[] TokenizerFiles = ["vocab.json", "merges.txt", "tokenizer_config.json", "special_tokens_map.json"];

    private static IEnumerable<string> Configs =>
    [
        "model_index.json", "scheduler/scheduler_config.json",
        .. Tokenizers.SelectMany(folder => TokenizerFiles, (folder, file) => $"{folder}/{file}"),
        .. Graphs.Select(graph => $"{graph}/config.json"),
    ];

    public static IReadOnlyDictionary<string, string> Of(string directory)
    {
        var hashes = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var config in Configs.Select(config => Path.Combine(directory, config)).Where(File.Exists))
            Add(config);
        foreach (var graph in Graphs)
        {
            var model = Path.Combine(directory, graph, "model.onnx");
            if (!File.Exists(model))
                continue;
            Add(model);
            foreach (var data in OnnxFile.ExternalData(graph, model).Keys)
                Add(data);
        }
        return hashes;

        void Add(string path)
        {
            using var file = File.OpenRead(path);
            hashes[Path.GetRelativePath(directory, path).Replace('\\', '/')] = Convert.ToHexStringLower(SHA256.HashData(file));
        }
    }
}
