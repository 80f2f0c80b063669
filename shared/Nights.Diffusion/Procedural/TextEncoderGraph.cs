using Nights.Diffusion.Onnx;

namespace Nights.Diffusion.Procedural;

/// <summary>The demo model's text encoder: a table look-up, with the signature of CLIP's.</summary>
internal static class TextEncoderGraph
{
    public static byte[] Build(IReadOnlyList<string> tokens)
    {
        var graph = new GraphBuilder("text_encoder");
        var ids = graph.Input("input_ids", ElementType.Int64, "batch_size", "sequence_length");
        var table = graph.Tensor([.. tokens.SelectMany(Lexicon.VectorOf)], tokens.Count, SceneVector.Width);
        graph.Output(graph.Gather(table, ids, axis: 0), "last_hidden_state", ElementType.Float32, "batch_size", "sequence_length", SceneVector.Width);
        return graph.ToModel();
    }
}
