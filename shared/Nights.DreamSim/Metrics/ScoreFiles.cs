using Nights.DreamSim.Native;
using static TorchSharp.torch;

namespace Nights.DreamSim.Metrics;

/// <summary>Distances between picture files, a pair each.</summary>
public static class ScoreFiles
{
    /// <summary>One result a pair, in order; a file in several pairs is embedded once.</summary>
    /// <param name="model">On the device where it shall run.</param>
    /// <param name="pairs">At least one.</param>
    /// <param name="precision">In which numbers the backbones compute.</param>
    /// <param name="progress">Share done, 0 to 1.</param>
    /// <param name="cancel">Stops between two batches.</param>
    /// <returns>The distance, in [0, 2], and, when the model has a regressor, the share of people who would call the two the same.</returns>
    /// <exception cref="InvalidDataException">A file is missing or no picture.</exception>
    public static IReadOnlyList<(double Distance, double? Similarity)> Scores(
        this PerceptualModel model, IReadOnlyList<(string First, string Second)> pairs, Precision precision, IProgress<double>? progress, CancellationToken cancel)
    {
        if (pairs.Count == 0) throw new ArgumentException("There is no pair to score; at least 1 is required.", nameof(pairs));
        string[] files = [.. pairs.SelectMany(pair => new[] { pair.First, pair.Second }).Distinct(StringComparer.Ordinal)];
        var rows = files.Select((file, row) => (file, row)).ToDictionary(at => at.file, at => (long)at.row, StringComparer.Ordinal);
        using var embeddings = model.Embeddings(files, precision, progress, cancel);

        using var scope = NewDisposeScope();
        using var gradients = no_grad();
        var first = embeddings.index_select(0, tensor(pairs.Select(pair => rows[pair.First]).ToArray())).to(model.Device);
        var second = embeddings.index_select(0, tensor(pairs.Select(pair => rows[pair.Second]).ToArray())).to(model.Device);
        var distances = PerceptualModel.Distance(first, second).cpu().data<float>().ToArray();
        var similarities = model.Options.Regressor is null ? null : model.Similarity(first, second).cpu().data<float>().ToArray();
        return [.. distances.Select((distance, i) => ((double)Math.Max(0, distance), (double?)similarities?[i]))];
    }
}
