using Nights.DreamSim.Losses;
using Nights.DreamSim.Optimisation;
using Nights.DreamSim.Triplets;
using static TorchSharp.torch;

namespace Nights.DreamSim.Training.Pairs;

/// <summary>The pairs of a snapshot's training split, all pictures in memory.</summary>
internal sealed class PairExamples : ITrainingExamples
{
    private readonly PairSet set;
    private readonly PictureTable pictures;

    public PairExamples(PairFolder data, TrainingConfig config, ModelOptions model, CancellationToken cancel)
    {
        set = data.Read(config.TrainSplit, cancel);
        pictures = PictureTable.Load(set.Pictures, model, cancel);
    }

    public int Count => set.Pairs.Count;

    public (double Loss, double Agreement) Step(PerceptualModel model, IReadOnlyList<int> rows, Adam adam, double rate, int step)
    {
        using var scope = NewDisposeScope();
        var pairs = rows.Select(row => set.Pairs[row]).ToList();
        var distinct = pairs.SelectMany(pair => new[] { pair.First, pair.Second }).Distinct().ToList();
        var embeddings = model.Embed(pictures.Batch(distinct, model.Device));
        var judged = tensor(pairs.Select(pair => pair.Similarity).ToArray(), device: model.Device);

        var similarity = model.Similarity(Of(pair => pair.First), Of(pair => pair.Second));
        var loss = SimilarityLoss.Of(similarity, judged).mean();
        loss.backward();
        adam.Step(rate);

        var agreed = similarity.ge(0.5f).eq(judged.ge(0.5f)).to(ScalarType.Float32).mean();
        return (loss.item<float>(), agreed.item<float>());

        Tensor Of(Func<JudgedPair, int> picture) =>
            embeddings.index_select(0, tensor(pairs.Select(pair => (long)distinct.IndexOf(picture(pair))).ToArray(), device: model.Device));
    }

    public void Dispose() => pictures.Dispose();
}
