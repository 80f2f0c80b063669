using Nights.DreamSim.Native;
using static TorchSharp.torch;

namespace Nights.DreamSim.Metrics;

/// <summary>Embeddings of picture files, and the nearest among them.</summary>
public static class EmbedFiles
{
    /// <summary>One row a file.</summary>
    /// <param name="model">On the device where it shall run.</param>
    /// <param name="files">At least one.</param>
    /// <param name="precision">In which numbers the backbones compute.</param>
    /// <param name="progress">Share done, 0 to 1.</param>
    /// <param name="cancel">Stops between two batches.</param>
    /// <returns>(files, width), float32, on the CPU; owned by the caller. Tokens are pooled as the distance pools them.</returns>
    /// <exception cref="InvalidDataException">A file is missing or no picture.</exception>
    public static Tensor Embeddings(this PerceptualModel model, IReadOnlyList<string> files, Precision precision, IProgress<double>? progress, CancellationToken cancel)
    {
        if (files.Count == 0) throw new ArgumentException("There is no picture to embed; at least 1 is required.", nameof(files));
        using var metric = new ModelMetric("it", model, precision, owned: false);
        return metric.Embeddings(files, progress, cancel);
    }

    /// <summary>For each query its nearest others, closest first; of equally near ones the earlier one.</summary>
    /// <param name="queries">(queries, width).</param>
    /// <param name="gallery">(gallery, width).</param>
    /// <param name="most">Neighbours of each.</param>
    /// <param name="excluded">Whether this gallery picture is not to be found by this query.</param>
    public static IReadOnlyList<IReadOnlyList<(int Picture, double Distance)>> Nearest(Tensor queries, Tensor gallery, int most, Func<int, int, bool> excluded)
    {
        using var gradients = no_grad();
        var found = new List<IReadOnlyList<(int, double)>>();
        for (var query = 0; query < queries.shape[0]; query++)
        {
            using var scope = NewDisposeScope();
            var distances = PerceptualModel.Distance(queries.narrow(0, query, 1).expand_as(gallery), gallery).data<float>().ToArray();
            found.Add([.. distances.Select((distance, picture) => (picture, Math.Max(0, (double)distance))).Where(pair => !excluded(query, pair.picture))
                .OrderBy(pair => pair.Item2).ThenBy(pair => pair.picture).Take(most)]);
        }

        return found;
    }
}
