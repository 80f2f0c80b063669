using System.Security.Cryptography;

namespace Nights.Diffusion.Models;

/// <summary>Identifies a model by its content, for manifests.</summary>
internal static class ModelHashes
{
    private static readonly string[] Graphs = ["text_encoder", "unet", "vae_decoder"];
    private static readonly string[] Configs =
    [
        "model_index.json", "scheduler/scheduler_config.json", "tokenizer/vocab.json", "tokenizer/merges.txt",
        "tokenizer/tokenizer_config.json", "tokenizer/special_tokens_map.json", "unet/config.json", "vae_decoder/config.json",
    ];

    public static IReadOnlyDictionary<string, string> Of(string directory)
    {
        var hashes = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var config in Configs.Select(config => Path.Combine(directory, config)).Where(File.Exists))
            Add(config);
        foreach (var graph in Graphs)
        {
            var model = Path.Combine(directory, graph, "model.onnx");
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
