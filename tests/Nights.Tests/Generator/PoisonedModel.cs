using Nights.Diffusion.Procedural;
using Nights.Diffusion.Tokenizing;
using Nights.Onnx;
using Nights.Tests.Diffusion;

namespace Nights.Tests.Generator;

/// <summary>The demo model with a text encoder that breaks at one word: it looks for that word's row far behind the end of its table.</summary>
internal sealed class PoisonedModel : IDisposable
{
    /// <summary>A prompt that cannot be encoded.</summary>
    public const string Prompt = "a star";

    private readonly TestModel folder = new();

    public PoisonedModel()
    {
        var poison = ClipTokenizer.Open(folder["tokenizer"]).Encode("star")[1];
        var graph = new GraphBuilder("text_encoder");
        var ids = graph.Input("input_ids", ElementType.Int64, "batch", "sequence");
        var isPoison = (1 - (ids.Cast(ElementType.Float32) - poison).Abs()).Max(graph.Scalar(0));
        var said = TextEncoderGraph.Encode(ids + (isPoison * 1e6f).Cast(ElementType.Int64), new ProceduralVocabulary(Lexicon.Words).Tokens);
        graph.Output(said, "last_hidden_state", ElementType.Float32, "batch", "sequence", SceneVector.Width);
        folder.Replace("text_encoder", graph.ToModel());
    }

    public string Directory => folder.Directory;

    public void Dispose() => folder.Dispose();
}
