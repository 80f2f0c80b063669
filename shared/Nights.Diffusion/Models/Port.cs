using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Nights.Diffusion.Models;

/// <summary>An input or output of a graph as the graph itself declares it. A dimension is -1 where it varies; symbols name those.</summary>
public sealed record Port(string Name, TensorElementType Type, int[] Dimensions, string[] Symbols)
{
    public int Rank => Dimensions.Length;

    internal static Port Of(KeyValuePair<string, NodeMetadata> declared) =>
        new(declared.Key, declared.Value.ElementDataType, declared.Value.Dimensions, declared.Value.SymbolicDimensions);

    public override string ToString() => $"{Name}: {Type.ToString().ToLowerInvariant()}[{string.Join(',', Dimensions.Select((size, axis) => size >= 0 ? $"{size}" : Symbols[axis] is { Length: > 0 } symbol ? symbol : "?"))}]";
}
