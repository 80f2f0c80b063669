using Nights.DreamSim.Adapters;
using static TorchSharp.torch;

namespace Nights.DreamSim.Checkpoints;

/// <summary>A model on disk: <c>model.json</c>, a safetensors file for each backbone, the head and the regressor, and an optional <c>adapter/</c>.</summary>
public static class ModelFolder
{
    public const string Description = "model.json";
    public const string Adapter = "adapter";

    /// <summary>Reads a model, adapter included, onto the CPU.</summary>
    /// <exception cref="InvalidDataException">Something is missing, cut short, or does not fit.</exception>
    public static PerceptualModel Load(string folder)
    {
        if (!Directory.Exists(folder)) throw new InvalidDataException($"There is no model folder {folder}.");

        var options = ModelJson.Read<ModelOptions>(Path.Combine(folder, Description));
        var model = new PerceptualModel(options);
        try
        {
            for (var k = 0; k < options.Backbones.Count; k++)
                LoadPart(model, folder, options.Backbones[k].Weights, BackbonePrefix(k));
            if (options.Head is not null) LoadPart(model, folder, options.Head.Weights, HeadPrefix);
            if (options.Regressor is not null) LoadPart(model, folder, options.Regressor.Weights, RegressorPrefix);

            var adapter = Path.Combine(folder, Adapter);
            if (Directory.Exists(adapter)) AdapterFolder.Load(model, adapter);
            return model;
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    /// <summary>Writes a model; backbones without a file name get one.</summary>
    public static void Save(PerceptualModel model, string folder)
    {
        Directory.CreateDirectory(folder);
        var options = model.Options with
        {
            Backbones = [.. model.Options.Backbones.Select((backbone, k) =>
                backbone with { Weights = backbone.Weights.Length > 0 ? backbone.Weights : $"backbone{k}.safetensors" })],
        };

        for (var k = 0; k < options.Backbones.Count; k++) SavePart(model, folder, options.Backbones[k].Weights, BackbonePrefix(k));
        if (options.Head is not null) SavePart(model, folder, options.Head.Weights, HeadPrefix);
        if (options.Regressor is not null) SavePart(model, folder, options.Regressor.Weights, RegressorPrefix);
        if (model.Lora is not null) AdapterFolder.Save(model, Path.Combine(folder, Adapter));
        File.WriteAllText(Path.Combine(folder, Description), ModelJson.Text(options));
    }

    /// <summary>Fills one backbone, the head or the regressor from a file whose names lack the prefix.</summary>
    public static void LoadPart(PerceptualModel model, string folder, string file, string prefix)
    {
        if (Path.GetFileName(file) != file || file.Length == 0)
            throw new InvalidDataException($"The weights '{file}' of {Description} must be a file beside it.");
        var path = Path.Combine(folder, file);
        if (!File.Exists(path)) throw new InvalidDataException($"The model folder {folder} has no weights {file}.");

        using var tensors = Safetensors.Read(path);
        FillPart(model, prefix, tensors.Tensors, path);
    }

    /// <summary>The same from tensors in memory; <paramref name="name"/> stands in error messages.</summary>
    internal static void FillPart(PerceptualModel model, string prefix, IReadOnlyDictionary<string, Tensor> tensors, string name) =>
        Weights.Fill(Part(model, prefix), tensors, name);

    /// <summary>The prefix of backbone <paramref name="k"/> in the model's parameter names.</summary>
    public static string BackbonePrefix(int k) => $"extractor_list.{k}.model.";

    internal const string HeadPrefix = "mlp.";
    internal const string RegressorPrefix = "regressor.";

    private static void SavePart(PerceptualModel model, string folder, string file, string prefix) =>
        Safetensors.Write(Path.Combine(folder, file), Part(model, prefix).ToDictionary(p => p.Name, p => (Tensor)p.Tensor));

    private static IEnumerable<(string Name, TorchSharp.Modules.Parameter Tensor)> Part(PerceptualModel model, string prefix) =>
        model.Parameters.Where(p => p.Name.StartsWith(prefix, StringComparison.Ordinal) && !PerceptualModel.IsAdapter(p.Name))
            .Select(p => (p.Name[prefix.Length..], p.Tensor));
}
