using Nights.Diffusion.Onnx;

namespace Nights.Diffusion.Procedural;

/// <summary>
/// The demo model's text encoder, with the signature of CLIP's: two table look-ups, of which the token before decides. After the end of a word a token
/// may be a whole word and mean something; elsewhere it is part of a name.
/// </summary>
internal static class TextEncoderGraph
{
    public static byte[] Build(IReadOnlyList<string> tokens)
    {
        var graph = new GraphBuilder("text_encoder");
        var ids = graph.Input("input_ids", ElementType.Int64, "batch_size", "sequence_length");
        graph.Output(Encode(ids, tokens), "last_hidden_state", ElementType.Float32, "batch_size", "sequence_length", SceneVector.Width);
        return graph.ToModel();
    }

    /// <summary>Rows × length ids, int32 or int64, to rows × length × width.</summary>
    public static Expression Encode(Expression ids, IReadOnlyList<string> tokens)
    {
        var graph = ids.Graph;
        var ends = Look([.. tokens.Select(token => Lexicon.EndsWord(token) ? 1f : 0f)], 1);
        var begins = graph.Concat(1, ends.Slice(1, 0, 1), ends.Slice(1, 0, -1));
        var words = Look([.. tokens.SelectMany(Lexicon.VectorOfWord)], SceneVector.Width);
        var pieces = Look([.. tokens.SelectMany(Lexicon.VectorOfPiece)], SceneVector.Width);
        return Paint.Mix(pieces, words, begins);

        Expression Look(float[] table, int width) => graph.Gather(graph.Tensor(table, tokens.Count, width), ids, axis: 0);
    }
}
