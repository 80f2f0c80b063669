using Microsoft.ML.OnnxRuntime.Tensors;

namespace Nights.Diffusion.Models;

/// <summary>Finds what a pipeline feeds and reads among the ports a graph declares, and says clearly when they do not fit.</summary>
internal static class Signature
{
    public static readonly TensorElementType[] Integers = [TensorElementType.Int32, TensorElementType.Int64];
    public static readonly TensorElementType[] Floats = [TensorElementType.Float, TensorElementType.Float16];
    public static readonly TensorElementType[] Numbers = [.. Integers, .. Floats, TensorElementType.Double];

    /// <summary>The input of this name, or the only one of these ranks: optimised exports rename inputs.</summary>
    public static Port Input(OnnxGraph graph, string name, int[] ranks, TensorElementType[] types) => Fitting(graph, "input", graph.Inputs, name, ranks, types);

    /// <summary>The input of this name, or null where the graph has none: what only some families want is never guessed by rank.</summary>
    public static Port? Optional(OnnxGraph graph, string name, int[] ranks, TensorElementType[] types) =>
        graph.FindInput(name) is null ? null : Input(graph, name, ranks, types);

    /// <summary>The output of this name, or the first of this rank.</summary>
    public static Port Output(OnnxGraph graph, string name, int rank) => Fitting(graph, "output", graph.Outputs, name, [rank], Floats);

    /// <summary>A graph that wants more than we feed belongs to a model family these pipelines cannot drive.</summary>
    public static void NothingElse(OnnxGraph graph, params Port?[] fed)
    {
        if (graph.Inputs.Except(fed).FirstOrDefault() is { } other)
            throw new ModelFolderException(
                $"{graph.Component}: the graph also wants the input {other}, which none of the known families has; {string.Join(", ", fed.OfType<Port>().Select(port => port.Name))} are fed.");
    }

    private static Port Fitting(OnnxGraph graph, string kind, IReadOnlyList<Port> ports, string name, int[] ranks, TensorElementType[] types)
    {
        var port = ports.FirstOrDefault(port => port.Name == name) ?? ports.FirstOrDefault(port => ranks.Contains(port.Rank))
            ?? throw new ModelFolderException($"{graph.Component}: there is no {kind} '{name}'; the graph declares {string.Join("; ", ports)}.");
        if (!ranks.Contains(port.Rank))
            throw new ModelFolderException($"{graph.Component}: the {kind} {port} has rank {port.Rank}; expected {string.Join(" or ", ranks)}.");
        if (!types.Contains(port.Type))
            throw new ModelFolderException(
                $"{graph.Component}: the {kind} {port} has element type {Name(port.Type)}; expected {string.Join(" or ", types.Select(Name))}.");
        return port;
    }

    private static string Name(TensorElementType type) => type.ToString().ToLowerInvariant();
}
