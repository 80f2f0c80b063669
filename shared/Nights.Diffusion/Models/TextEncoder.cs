using System.Globalization;

namespace Nights.Diffusion.Models;

/// <summary>Token ids to one vector a token and, where the family wants one, a vector for the whole prompt.</summary>
public sealed class TextEncoder : IDisposable
{
    private const string HiddenStates = "hidden_states.";
    private readonly OnnxGraph graph;
    private readonly Port ids;
    private readonly Port hidden;
    private readonly Port? pooled;

    /// <param name="graph">The encoder.</param>
    /// <param name="layer">Which layer's vectors are read.</param>
    /// <param name="pools">Whether the vector of the whole prompt is read as well.</param>
    internal TextEncoder(OnnxGraph graph, TextLayer layer, bool pools)
    {
        this.graph = graph;
        ids = Signature.Input(graph, "input_ids", [2], Signature.Integers);
        hidden = layer == TextLayer.Last ? Signature.Output(graph, "last_hidden_state", 3) : Penultimate(graph);
        pooled = pools ? Signature.Output(graph, "text_embeds", 2) : null;
        Signature.NothingElse(graph, ids);
    }

    /// <summary>Numbers a token, or -1 where the graph does not say.</summary>
    public int Width => hidden.Dimensions[2];

    /// <summary>The encoding of one prompt: tokens × width, and the pooled vector or nothing. One prompt a call, so that an encoding never depends on its neighbours.</summary>
    internal (float[] Hidden, float[] Pooled) Encode(ReadOnlySpan<int> tokens, CancellationToken cancel)
    {
        using var feed = new Feed(ids, 1, tokens.Length).With(tokens);
        using var results = graph.Run([feed], pooled is null ? [hidden] : [hidden, pooled], cancel);
        return (results[0].ToArray(), pooled is null ? [] : results[1].ToArray());
    }

    public void Dispose() => graph.Dispose();

    /// <summary>The layer before the last: XL was trained on it. Exports number the layers from the embeddings, 0, to the last.</summary>
    private static Port Penultimate(OnnxGraph graph)
    {
        var layers = graph.Outputs
            .Where(port => port.Name.StartsWith(HiddenStates, StringComparison.Ordinal))
            .OrderBy(port => int.TryParse(port.Name.AsSpan(HiddenStates.Length), CultureInfo.InvariantCulture, out var number) ? number : -1)
            .ToList();
        return layers.Count >= 2 ? layers[^2] : throw new ModelFolderException(
            $"{graph.Component}: an XL model reads the layer before the last, and the graph has no outputs {HiddenStates}0, {HiddenStates}1 ...; "
            + $"it declares {string.Join("; ", graph.Outputs)}. Export it with its hidden states.");
    }
}

/// <summary>Which of a text encoder's layers a family reads.</summary>
internal enum TextLayer
{
    Last,
    Penultimate,
}
