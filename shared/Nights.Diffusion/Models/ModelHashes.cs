using System.Security.Cryptography;

namespace Nights.Diffusion.Models;

/// <summary>Identifies a model by its content, for manifests.</summary>
internal static class ModelHashes
{
    public static readonly string[] Graphs = ["text_encoder", "text_encoder_2", "unet", "vae_decoder", "vae_encoder"];
    private static readonly string[] Tokenizers = ["tokenizer", "tokenizer_2"];
    private static readonly string[] TokenizerFiles = ["vocab.json", "merges.txt", "tokenizer_config.json", "special_tokens_map.json"];

    public static IEnumerable<string> Configs =>
    [
        "model_index.json", "scheduler/scheduler_config.json",
        .. Tokenizers.SelectMany(folder => TokenizerFiles, (folder, file) => $"{folder}/{file}"),
        .. Graphs.Select(graph => $"{graph}/config.json"),
    ];

    /// <summary>SHA-256 of every file that decides pixels, by path inside the folder.</summary>
    public static IReadOnlyDictionary<string, string> Of(string directory)
    {
        var hashes = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var path in Files(directory, Configs, Graphs))
            hashes[path] = Hash(Path.Combine(directory, path));
        return hashes;
    }

    /// <summary>Files of a folder that make up the model, external weights included, by path inside the folder.</summary>
    public static IEnumerable<string> Files(string directory, IEnumerable<string> configs, IEnumerable<string> graphs)
    {
        foreach (var config in configs.Where(config => File.Exists(Path.Combine(directory, config))))
            yield return config;
        foreach (var graph in graphs)
        {
            var model = Path.Combine(directory, graph, "model.onnx");
            if (!File.Exists(model))
                continue;
            yield return $"{graph}/model.onnx";
            foreach (var data in OnnxFile.ExternalData(graph, model).Keys)
                yield return Path.GetRelativePath(directory, data).Replace('\\', '/');
        }
    }

    public static string Hash(string path)
    {
        using var file = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(file));
    }
}
