namespace Nights.Diffusion.Models;

/// <summary>Token ids to one vector a token.</summary>
public sealed class TextEncoder : IDisposable
{
    private readonly OnnxGraph graph;
    private readonly Port ids;
    private readonly Port hidden;

    internal TextEncoder(OnnxGraph graph)
    {
        this.graph = graph;
        ids = Signature.Input(graph, "input_ids", [2], Signature.Integers);
        hidden = Signature.Output(graph, "last_hidden_state", 3);
        Signature.NothingElse(graph, ids);
    }

    /// <summary>Numbers a token, or -1 where the graph does not say.</summary>
    public int Width => hidden.Dimensions[2];

    /// <summary>The encoding of one prompt: tokens × width. One prompt a call, so that an encoding never depends on its neighbours.</summary>
    public float[] Encode(int[] tokens)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        return graph.Run(hidden, GraphValue.Of(ids, tokens, 1, tokens.Length));
    }

    public void Dispose() => graph.Dispose();
}
