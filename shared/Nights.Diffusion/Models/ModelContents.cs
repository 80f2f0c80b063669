namespace Nights.Diffusion.Models;

/// <summary>The files of a model folder, to be copied elsewhere: what pipelines read and nothing else, such as weights of another framework.</summary>
public sealed class ModelContents
{
    private ModelContents(string directory, IReadOnlyList<string> files) => (Directory, Files) = (directory, files);

    public string Directory { get; }

    /// <summary>Paths inside the folder, with slashes.</summary>
    public IReadOnlyList<string> Files { get; }

    /// <summary>Looks into a folder: its pipeline is one we drive and its graphs are whole, weights beside them included.</summary>
    /// <exception cref="ModelFolderException">They are not; the message says which file and why.</exception>
    public static ModelContents Of(string directory)
    {
        if (!System.IO.Directory.Exists(directory))
            throw new ModelFolderException($"The model folder '{directory}' does not exist.");
        var index = ModelIndex.Read(Path.Combine(directory, "model_index.json"));
        string[] graphs = [.. ModelHashes.Graphs, "safety_checker"];
        string[] required = index.IsXl ? ["text_encoder", "text_encoder_2", "unet", "vae_decoder"] : ["text_encoder", "unet", "vae_decoder"];
        foreach (var graph in graphs)
            if (required.Contains(graph) || File.Exists(Path.Combine(directory, graph, "model.onnx")))
                OnnxFile.Verify(graph, Path.Combine(directory, graph, "model.onnx"));
        return new ModelContents(directory, [.. ModelHashes.Files(directory, [.. ModelHashes.Configs, ClipPreprocessing.ConfigFile], graphs)]);
    }

    /// <summary>SHA-256 of one of the files.</summary>
    public string Hash(string file) => ModelHashes.Hash(Path.Combine(Directory, file));
}
