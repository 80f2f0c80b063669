using Nights.Onnx;

namespace Nights.Diffusion.Procedural;

/// <summary>
/// The demo model's text encoder, with the signature of CLIP's: two table look-ups, of which the token before decides. After the end of a word a token
/// may be a whole word and mean something; elsewhere it is part of a name. The identity that all tokens of a prompt add up to stands at the first.
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
        var meaning = Paint.Mix(pieces, words, begins);
        var named = graph.Node("ReduceSum", [("keepdims", 1L)], meaning.Slice(2, SceneVector.Identity, SceneVector.OwnPattern), graph.Integers(1));
        var own = First(ids) * Decided(named - named.Floor());
        return graph.Concat(2, meaning.Slice(2, 0, SceneVector.Identity), own);

        Expression Look(float[] table, int width) => graph.Gather(graph.Tensor(table, tokens.Count, width), ids, axis: 0);
    }

    /// <summary>1 at the first token, 0 elsewhere: tokens × 1.</summary>
    private static Expression First(Expression ids)
    {
        var graph = ids.Graph;
        var count = graph.Node("Shape", ids).Slice(0, 1, 2).Squeeze(0).Cast(ElementType.Float32);
        return (1f - graph.Node("Range", graph.Scalar(0), count, graph.Scalar(1))).Max(graph.Scalar(0)).Unsqueeze(1);
    }

    /// <summary>Phases in [0, 1) with what is a choice chosen: batch × 1 × (phases, own pattern).</summary>
    private static Expression Decided(Expression phases)
    {
        var graph = phases.Graph;
        var bulge = ((phases.Slice(2, SceneVector.Bulge, SceneVector.Bulge + 1) - 0.5f) * 1000f).Clip(-0.5f, 0.5f) + 0.5f;
        var choice = phases.Slice(2, SceneVector.PatternChoice, SceneVector.PatternChoice + 1) * SceneVector.Patterns;
        var middles = graph.Tensor([.. Enumerable.Range(0, SceneVector.Patterns).Select(pattern => pattern + 0.5f)], SceneVector.Patterns);
        var pattern = ((0.5f - (choice - middles).Abs()) * 1e4f + 0.5f).Clip(0, 1);
        return graph.Concat(2, phases.Slice(2, 0, SceneVector.Bulge), bulge, phases.Slice(2, SceneVector.Bulge + 1, SceneVector.Phases), pattern);
    }
}
