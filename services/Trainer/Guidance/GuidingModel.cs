using Nights.DreamSim.Checkpoints;
using Nights.DreamSim.Metrics;
using Nights.DreamSim.Native;

namespace Nights.Trainer.Guidance;

/// <summary>A registered model, loaded to score paintings.</summary>
internal sealed class GuidingModel : IDisposable
{
    private static readonly PicturePair[] Pairs = [new(0, 1), new(0, 2), new(1, 2)];
    private readonly ModelMetric metric;

    private GuidingModel(ModelMetric metric, double scale) => (this.metric, Scale) = (metric, scale);

    /// <summary>Difference of two distances at which people's odds are e to 1.</summary>
    public double Scale { get; }

    /// <param name="folder">The model's files.</param>
    /// <param name="scale">From its evaluation.</param>
    /// <param name="compute">Where it runs.</param>
    /// <exception cref="InvalidDataException">The files are no model.</exception>
    public static GuidingModel Load(string folder, double scale, ComputeOptions compute)
    {
        var device = compute.Open();
        lock (GlobalGenerator.Gate)
        {
            var model = ModelFolder.Load(folder);
            return new GuidingModel(new ModelMetric("guide", model.To(device), compute.Precision), scale);
        }
    }

    /// <summary>The distances between pictures 0 and 1, 0 and 2, 1 and 2 of each painting.</summary>
    /// <param name="paintings">Three picture files each.</param>
    /// <param name="cancel">Stops between two batches.</param>
    /// <exception cref="InvalidDataException">A file is no picture, or what the model makes of it is no number.</exception>
    public IReadOnlyList<double[]> Distances(IReadOnlyList<string[]> paintings, CancellationToken cancel)
    {
        using var pictures = metric.Prepare([.. paintings.SelectMany(files => files)], null, cancel);
        var distances = pictures.Distances([.. paintings.SelectMany((_, i) => Pairs.Select(pair => new PicturePair(3 * i + pair.First, 3 * i + pair.Second)))], cancel);
        if (Array.Exists(distances, distance => !double.IsFinite(distance))) throw new InvalidDataException("The model gives distances that are no numbers.");
        // Rounding can leave two equal pictures a little below 0 apart.
        return [.. distances.Select(distance => Math.Clamp(distance, 0, 2)).Chunk(Pairs.Length)];
    }

    public void Dispose() => metric.Dispose();
}
