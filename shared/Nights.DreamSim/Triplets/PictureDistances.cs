using static TorchSharp.torch;

namespace Nights.DreamSim.Triplets;

/// <summary>Distances between picture files.</summary>
public static class PictureDistances
{
    private const int Batch = 32;

    /// <summary>The distance of every further picture to the first, in order, each in [0, 2].</summary>
    /// <exception cref="InvalidDataException">A file is no picture.</exception>
    /// <exception cref="ArgumentException">Fewer than two pictures.</exception>
    public static IReadOnlyList<double> Distances(this PerceptualModel model, IReadOnlyList<string> files, CancellationToken cancel)
    {
        if (files.Count < 2) throw new ArgumentException($"{files.Count} pictures have no distance; at least 2 are required.", nameof(files));

        using var pictures = PictureTable.Load(files, model.Options, cancel);
        using var scope = NewDisposeScope();
        using var gradients = no_grad();
        var together = model.Options.Resampling == Resampling.None ? 1 : Batch;
        var embeddings = cat([.. Enumerable.Range(0, files.Count).Chunk(together).Select(batch => PerceptualModel.Pooled(model.Embed(pictures.Batch(batch, model.Device))))], 0);
        var others = embeddings.narrow(0, 1, files.Count - 1);
        var first = embeddings.narrow(0, 0, 1).expand_as(others);
        var distances = PerceptualModel.Distance(first, others).cpu().data<float>().ToArray();
        return [.. distances.Select(distance => (double)Math.Max(0, distance))];
    }
}
