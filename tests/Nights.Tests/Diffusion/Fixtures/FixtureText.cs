using Nights.Diffusion.Procedural;
using Nights.Onnx;

namespace Nights.Tests.Diffusion.Fixtures;

/// <summary>
/// Text encoders. Of XL's two, the first says the scene in its layer before the last and something else in every other; the second counts: one a token in the
/// last number of that same layer, so that a denoiser can tell whether it and the pooled vector belong together.
/// </summary>
internal static class FixtureText
{
    public const int Layers = 2;
    public const int SecondLayers = 3;
    public const int SecondWidth = 16;
    public const int PooledWidth = 20;

    public static GraphBuilder Build(ExportDialect dialect)
    {
        var graph = Begin("text_encoder", dialect, out var ids);
        var said = TextEncoderGraph.Encode(ids, FixtureVocabulary.Build.Tokens);
        Output(graph, dialect, dialect.Family == FixtureFamily.Xl ? Decoy(said, Layers) : said, "last_hidden_state", SceneVector.Width);
        graph.Output(graph.Reduce("ReduceMean", said, keep: false, 1).Cast(dialect.TextFloat), "pooler_output", dialect.TextFloat, "batch_size", SceneVector.Width);
        if (dialect.Family == FixtureFamily.Xl)
            HiddenStates(graph, dialect, said, Layers, SceneVector.Width);
        return graph;
    }

    public static GraphBuilder BuildSecond(ExportDialect dialect)
    {
        var graph = Begin("text_encoder_2", dialect, out var ids);
        var tokens = FixtureVocabulary.Build.Tokens;
        var ends = Table(token => token == ProceduralVocabulary.End ? 1 : 0, width: 1, at: 0);
        var counted = Table(_ => 1, SecondWidth, SecondWidth - 1);
        var pooled = graph.Concat(1, Sum(counted.Slice(2, SecondWidth - 1, SecondWidth)), Sum(ends), Sum(counted.Slice(2, 0, SecondWidth - 1)), Sum(counted).Slice(1, 0, 3));
        graph.Output(pooled.Cast(dialect.TextFloat), "text_embeds", dialect.TextFloat, "batch_size", PooledWidth);
        Output(graph, dialect, Decoy(counted, SecondLayers), "last_hidden_state", SecondWidth);
        HiddenStates(graph, dialect, counted, SecondLayers, SecondWidth);
        return graph;

        Expression Table(Func<string, float> value, int width, int at) => graph.Gather(
            graph.Tensor([.. tokens.SelectMany(token => Enumerable.Range(0, width).Select(i => i == at ? value(token) : 0))], tokens.Count, width), ids, 0);
        Expression Sum(Expression perToken) => graph.Reduce("ReduceSum", perToken, keep: false, 1);
    }

    private static GraphBuilder Begin(string name, ExportDialect dialect, out Expression ids)
    {
        var graph = new GraphBuilder(name, dialect.Opset);
        ids = graph.Input("input_ids", dialect.Ids, "batch_size", "sequence_length");
        return graph;
    }

    private static void HiddenStates(GraphBuilder graph, ExportDialect dialect, Expression said, int layers, int width)
    {
        for (var layer = 0; layer <= layers; layer++)
            Output(graph, dialect, layer == layers - 1 ? said : Decoy(said, layer), $"hidden_states.{layer}", width);
    }

    private static Expression Decoy(Expression said, int layer) => said + 0.37f * (layer + 1);

    private static void Output(GraphBuilder graph, ExportDialect dialect, Expression value, string name, int width) =>
        graph.Output(value.Cast(dialect.TextFloat), name, dialect.TextFloat, "batch_size", "sequence_length", width);
}
