using Nights.DreamSim.Checkpoints;
using Nights.Onnx;
using static TorchSharp.torch;

namespace Nights.DreamSim.Export;

/// <summary>
/// The whole metric as an ONNX graph: two batches of pictures in, their distances and embeddings out. Resizing is not in it: pictures come at the size
/// of the graph, RGB in [0, 1]; each backbone's normalisation is.
/// </summary>
/// <remarks>
/// Inputs <c>a</c> and <c>b</c>: (batch, 3, height, width), float32. Outputs <c>distance</c>: (batch), in [0, 2]; <c>embedding_a</c>,
/// <c>embedding_b</c>: (batch, channels), or (batch, 1 + patches, channels); <c>similarity</c>: (batch), in [0, 1], when the model has a regressor.
/// Opset 17. Equal to the model within 1e-4.
/// </remarks>
internal static class MetricGraph
{
    private const int Opset = 17;

    /// <param name="model">Without adapters: merge it first.</param>
    /// <param name="height">Of the pictures, in pixels.</param>
    /// <param name="width">Of the pictures, in pixels.</param>
    public static GraphBuilder Build(PerceptualModel model, int height, int width)
    {
        var graph = new GraphBuilder("nights-metric", Opset) { Producer = "nights" };
        var tensors = model.Parameters.ToDictionary(p => p.Name, p => (Tensor)p.Tensor);
        var weights = new GraphWeights(graph, tensors);
        var (a, b) = (graph.Input("a", ElementType.Float32, "batch", 3, height, width), graph.Input("b", ElementType.Float32, "batch", 3, height, width));

        // Both batches go through the backbones as one.
        var pictures = graph.Concat(0, a, b);
        var features = model.Options.Backbones.Select((backbone, k) =>
        {
            var prefix = ModelFolder.BackbonePrefix(k);
            return new BackboneGraph(weights, prefix, backbone).Feature(pictures, height, width, tensors[prefix + "pos_embed"]);
        }).ToArray();
        var joined = features.Length == 1 ? features[0] : graph.Concat(-1, features);
        if (model.Options.Head is not null) joined += weights.Linear(graph.Node("Relu", weights.Linear(joined, "mlp.fc1")), "mlp.fc2");
        if (model.Options.Normalise)
        {
            joined -= graph.Reduce("ReduceMean", joined, keep: true, -1);
            joined /= graph.Reduce("ReduceL2", joined, keep: true, -1);
        }

        var tokens = model.Options.Backbones[0].Feature == Backbones.Feature.ClsPatch;
        var (rows, columns) = model.Options.Backbones[0].Grid(height, width);
        long[] shape = tokens ? [1 + rows * columns, model.Options.EmbeddingWidth] : [model.Options.EmbeddingWidth];
        var pair = joined.Reshape([2, -1, .. shape]);
        var (left, right) = (graph.Gather(pair, graph.Index(0), 0), graph.Gather(pair, graph.Index(1), 0));

        var cosine = Cosine(graph, Pooled(graph, left, tokens), Pooled(graph, right, tokens));
        object[] dimensions = ["batch", .. shape.Cast<object>()];
        graph.Output(1f - cosine, "distance", ElementType.Float32, "batch");
        graph.Output(left, "embedding_a", ElementType.Float32, dimensions);
        graph.Output(right, "embedding_b", ElementType.Float32, dimensions);
        if (model.Options.Regressor is not null)
        {
            var similarity = weights.Linear(graph.Node("Relu", weights.Linear(cosine.Unsqueeze(1), "regressor.fc1")), "regressor.fc2").Sigmoid().Squeeze(1);
            graph.Output(similarity, "similarity", ElementType.Float32, "batch");
        }

        return graph;
    }

    private static Expression Pooled(GraphBuilder graph, Expression embedding, bool tokens) => tokens
        ? graph.Concat(-1, embedding.Slice(1, 0, 1).Squeeze(1), graph.Reduce("ReduceMean", embedding.Slice(1, 1, int.MaxValue), keep: false, 1))
        : embedding;

    private static Expression Cosine(GraphBuilder graph, Expression a, Expression b)
    {
        Expression Length(Expression x) => graph.Reduce("ReduceL2", x, keep: false, -1).Max(graph.Scalar(1e-8f));
        return graph.Reduce("ReduceSum", a * b, keep: false, -1) / (Length(a) * Length(b));
    }
}
