using Nights.Onnx;

namespace Nights.Diffusion.Structural;

/// <summary>A text encoder of CLIP's structure with random weights: tokens and places to vectors, causal attention, a last normalisation.</summary>
internal static class StructuralTextEncoder
{
    private const int Length = 77;
    private const int Depth = 2;

    public static GraphBuilder Build(StructuralSize size, int tokens)
    {
        var graph = new GraphBuilder("text_encoder");
        var layers = new Layers(graph, size.Seed + 1);
        var width = size.TextWidth;
        var ids = graph.Input("input_ids", ElementType.Int64, "batch_size", "sequence_length");
        var count = graph.Node("Shape", ids).Slice(0, 1, 2);
        var places = graph.Node("Slice", layers.Weights(1, 1, Length, width), graph.Integers(0), count, graph.Integers(0));
        var mask = graph.Node("Slice", Past(graph), graph.Integers(0, 0), graph.Concat(0, count, count), graph.Integers(0, 1));

        var hidden = graph.Gather(layers.Weights(1, 1, tokens, width), ids, 0) + places;
        for (var layer = 0; layer < Depth; layer++)
        {
            var normal = layers.LayerNorm(hidden, width);
            hidden += layers.Attend(normal, normal, width, width, mask);
            hidden += layers.FeedForward(layers.LayerNorm(hidden, width), width);
        }
        graph.Output(layers.LayerNorm(hidden, width), "last_hidden_state", ElementType.Float32, "batch_size", "sequence_length", width);
        return graph;
    }

    /// <summary>0 where a token may look, a large negative number at what comes after it.</summary>
    private static Expression Past(GraphBuilder graph) =>
        graph.Tensor([.. Enumerable.Range(0, Length * Length).Select(i => i % Length > i / Length ? -1e4f : 0)], Length, Length);
}
