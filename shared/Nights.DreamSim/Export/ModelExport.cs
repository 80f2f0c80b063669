using Nights.DreamSim.Adapters;
using Nights.DreamSim.Checkpoints;
using Nights.Onnx;
using static TorchSharp.torch;

namespace Nights.DreamSim.Export;

/// <summary>Hands a model to other programs. Nothing here needs the folder it came from.</summary>
public static class ModelExport
{
    /// <summary>What an ONNX file may hold inside; larger models get a file of weights beside it.</summary>
    private const long LargestInside = 1_800_000_000;

    /// <summary>
    /// One safetensors file with all weights, adapters merged, under the reference's names (<c>extractor_list.0.model.</c>, <c>mlp.</c>). Its metadata
    /// holds <c>model.json</c>, so that <c>nights import</c> reads it back.
    /// </summary>
    public static void Safetensors(PerceptualModel model, string path)
    {
        using var merged = model.Merged();
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        Checkpoints.Safetensors.Write(path, merged.Parameters.ToDictionary(p => p.Name, p => (Tensor)p.Tensor), new Dictionary<string, string>
        {
            ["format"] = "pt",
            [ModelFolder.Description] = ModelJson.Text(merged.Options),
        });
    }

    /// <summary>The adapter as a folder that PEFT, and so the reference, loads.</summary>
    /// <exception cref="InvalidDataException">The model has no adapter.</exception>
    public static void Adapter(PerceptualModel model, string folder)
    {
        if (model.Lora is null) throw new InvalidDataException("The model has no adapter: it was trained otherwise, or its adapter is merged. Export its weights instead.");
        AdapterFolder.Save(model, folder);
    }

    /// <summary>The whole metric as an ONNX graph (see <see cref="MetricGraph"/>), for pictures of one size.</summary>
    /// <param name="model">Any; adapters are merged.</param>
    /// <param name="path">The .onnx file. Weights of more than 1.8 GB go to a file beside it.</param>
    /// <param name="height">In pixels; 0 is the model's input size.</param>
    /// <param name="width">In pixels; 0 is the model's input size.</param>
    /// <exception cref="ArgumentException">The pictures are smaller than a patch.</exception>
    public static void Onnx(PerceptualModel model, string path, int height = 0, int width = 0)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        using var merged = model.Merged();
        var graph = MetricGraph.Build(merged, height > 0 ? height : model.Options.InputSize, width > 0 ? width : model.Options.InputSize);
        var bytes = 4 * merged.Parameters.Sum(p => p.Tensor.numel());
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        graph.Write(path, bytes > LargestInside ? new ExternalWeights(Path.GetFileName(path) + "_data") : null);
    }
}
