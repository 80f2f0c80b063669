using Nights.DreamSim.Losses;
using Nights.DreamSim.Triplets;
using static TorchSharp.torch;

namespace Nights.DreamSim.Training.Pairs;

/// <summary>Some judged pairs, gathered: their pictures as bytes, each once.</summary>
internal sealed class PairSlice : ITrainingSlice
{
    private readonly IReadOnlyList<JudgedPair> pairs;
    private readonly List<int> distinct;
    private readonly Tensor pictures;                                             // (pictures, 3, height, width), uint8

    public PairSlice(IReadOnlyList<JudgedPair> pairs, PictureTable table)
    {
        this.pairs = pairs;
        distinct = [.. pairs.SelectMany(pair => new[] { pair.First, pair.Second }).Distinct()];
        pictures = table.Bytes(distinct);
    }

    public int Examples => pairs.Count;

    public int Pictures => distinct.Count;

    public Judged Judge(PerceptualModel model)
    {
        var embeddings = model.Embed(pictures.to(model.Device).to(ScalarType.Float32).div_(255f));
        var judged = tensor(pairs.Select(pair => pair.Similarity).ToArray(), device: model.Device);
        var similarity = model.Similarity(Of(pair => pair.First), Of(pair => pair.Second));
        var same = similarity.ge(0.5f).to(ScalarType.Float32);
        return new Judged(
            SimilarityLoss.Of(similarity, judged),
            same.eq(judged.ge(0.5f)).to(ScalarType.Float32),
            same * judged + (1 - same) * (1 - judged));

        Tensor Of(Func<JudgedPair, int> picture) =>
            embeddings.index_select(0, tensor(pairs.Select(pair => (long)distinct.IndexOf(picture(pair))).ToArray(), device: model.Device));
    }

    public void Dispose() => pictures.Dispose();
}
