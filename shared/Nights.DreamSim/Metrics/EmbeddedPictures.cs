using System.Text.Json.Serialization;
using static TorchSharp.torch;

namespace Nights.DreamSim.Metrics;

/// <summary>How far two embeddings are apart.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<EmbeddingDistance>))]
public enum EmbeddingDistance
{
    /// <summary>1 − cosine, in [0, 2].</summary>
    [JsonStringEnumMemberName("cosine")] Cosine,

    /// <summary>Length of the difference.</summary>
    [JsonStringEnumMemberName("euclidean")] Euclidean,
}

/// <summary>Pictures as one embedding each.</summary>
/// <param name="embeddings">(pictures, width), float32, on the CPU; owned by this object from here on.</param>
/// <param name="distance">Between two of them.</param>
public sealed class EmbeddedPictures(Tensor embeddings, EmbeddingDistance distance = EmbeddingDistance.Cosine) : IPreparedPictures
{
    public double[] Distances(IReadOnlyList<PicturePair> pairs, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        using var scope = NewDisposeScope();
        using var gradients = no_grad();
        var first = embeddings.index_select(0, tensor(pairs.Select(pair => (long)pair.First).ToArray()));
        var second = embeddings.index_select(0, tensor(pairs.Select(pair => (long)pair.Second).ToArray()));
        var distances = distance == EmbeddingDistance.Cosine ? PerceptualModel.Distance(first, second) : (first - second).norm(-1);
        return [.. distances.data<float>().ToArray().Select(value => (double)value)];
    }

    public void Dispose() => embeddings.Dispose();
}
