using Nights.DreamSim.Losses;
using Nights.DreamSim.Native;
using Nights.DreamSim.Triplets;
using static TorchSharp.torch;

namespace Nights.DreamSim.Training.Pairs;

/// <summary>Scores a model with a regressor on the held-out pairs of a snapshot.</summary>
public static class EvaluatePairs
{
    private const int BatchPictures = 64;

    /// <param name="model">With a regressor; moved to the device.</param>
    /// <param name="data">The snapshot.</param>
    /// <param name="config">Names the splits.</param>
    /// <param name="compute">Device and threads.</param>
    /// <param name="cancel">Stops between two batches.</param>
    /// <exception cref="InvalidDataException">A split is empty or a picture is damaged.</exception>
    public static PairReport Run(PerceptualModel model, PairFolder data, TrainingConfig config, ComputeOptions compute, CancellationToken cancel)
    {
        var set = data.Read(config.TestSplit, cancel);
        var mean = data.Read(config.TrainSplit, cancel).Pairs.Average(pair => pair.Similarity);
        using var pictures = PictureTable.Load(set.Pictures, model.Options, cancel);
        using var scope = NewDisposeScope();
        using var gradients = inference_mode(true);
        model.To(compute.Open()).Train(false);
        var together = model.Options.Resampling == Resampling.None ? 1 : BatchPictures;
        var embeddings = cat(
            [.. Enumerable.Range(0, pictures.Count).Chunk(together).Select(batch =>
            {
                cancel.ThrowIfCancellationRequested();
                using var inner = NewDisposeScope();
                return PerceptualModel.Pooled(model.Embed(pictures.Batch(batch, model.Device))).MoveToOuterDisposeScope();
            })],
            0);

        Tensor Of(Func<JudgedPair, int> picture) =>
            embeddings.index_select(0, tensor(set.Pairs.Select(pair => (long)picture(pair)).ToArray(), device: model.Device));
        var similarity = model.Similarity(Of(pair => pair.First), Of(pair => pair.Second)).cpu();
        var judged = tensor(set.Pairs.Select(pair => pair.Similarity).ToArray());
        return new PairReport
        {
            Split = config.TestSplit,
            Pairs = set.Pairs.Count,
            Error = SimilarityLoss.Of(similarity, judged).mean().item<float>(),
            ErrorOfMean = set.Pairs.Average(pair => Math.Pow(pair.Similarity - mean, 2)),
            Correlation = Correlation(similarity, judged),
        };
    }

    private static double? Correlation(Tensor a, Tensor b)
    {
        var (x, y) = ((a - a.mean()).to(ScalarType.Float64), (b - b.mean()).to(ScalarType.Float64));
        var lengths = (x.norm() * y.norm()).item<double>();
        return lengths > 1e-12 ? (x * y).sum().item<double>() / lengths : null;
    }
}
