using System.Text.Json;
using Nights.DreamSim.Checkpoints;
using Nights.DreamSim.Metrics;
using Nights.DreamSim.Native;
using static TorchSharp.torch;

namespace Nights.DreamSim.Baselines;

/// <summary>A metric on disk that is no model of ours: <c>metric.json</c>, and beside it the published weights or the graph that it names.</summary>
public static class MetricFolder
{
    public const string Description = "metric.json";

    private static readonly JsonSerializerOptions Json = new(ModelJson.Options) { AllowOutOfOrderMetadataProperties = true };

    /// <summary>Reads and checks <c>metric.json</c>.</summary>
    /// <exception cref="InvalidDataException">No such folder or file, or one that describes no metric.</exception>
    public static BaselineOptions Describe(string folder)
    {
        if (!Directory.Exists(folder)) throw new InvalidDataException($"There is no metric folder {folder}.");
        var path = Path.Combine(folder, Description);
        if (!File.Exists(path)) throw new InvalidDataException($"The metric folder {folder} has no {Description}.");
        try
        {
            var options = JsonSerializer.Deserialize<BaselineOptions>(File.ReadAllText(path), Json) ?? throw new JsonException("it is null");
            options.Validate(path);
            return options;
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            throw new InvalidDataException($"{path} cannot be read: {e.Message} Its kind is one of lpips, dists, encoder.", e);
        }
    }

    /// <summary>LPIPS or DISTS with its weights.</summary>
    /// <param name="name">As tables show it.</param>
    /// <param name="folder">Where the weights lie.</param>
    /// <param name="options">From <see cref="Describe"/>.</param>
    /// <param name="device">Where it shall run.</param>
    /// <exception cref="InvalidDataException">Weights are missing or do not fit.</exception>
    public static IPictureMetric Open(string name, string folder, NetworkOptions options, Device device)
    {
        TorchLibrary.EnsureLoaded();
        using var scope = NewDisposeScope();
        var (features, weights) = (Read(folder, options.Features), Read(folder, options.Weights));
        if (options is LpipsOptions known)
        {
            var lpips = new Lpips(known.Backbone, device);
            lpips.Load(features, weights, folder);
            return new NetworkMetric(name, lpips, options.Sizing);
        }

        var dists = new Dists(device);
        dists.Load(features, weights, folder);
        return new NetworkMetric(name, dists, options.Sizing);
    }

    /// <summary>The tensors of a file as it was published (torch.save) or of safetensors, but for a backbone's classifier, which is most of it.</summary>
    private static Dictionary<string, Tensor> Read(string folder, string file)
    {
        var path = Path.Combine(folder, file);
        if (!File.Exists(path)) throw new InvalidDataException($"The metric folder {folder} has no weights {file}.");
        using var weights = WeightsFile.Open(path);
        return weights.Shapes.Keys.Where(name => !name.StartsWith("classifier.", StringComparison.Ordinal)).ToDictionary(name => name, weights.Load, StringComparer.Ordinal);
    }
}
