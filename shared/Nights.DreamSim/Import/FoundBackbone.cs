using Nights.DreamSim.Backbones;
using Nights.DreamSim.Checkpoints;
using static TorchSharp.torch;

namespace Nights.DreamSim.Import;

/// <summary>A vision transformer found in a file: where each of its parameters comes from.</summary>
/// <param name="File">The file.</param>
/// <param name="Layout">Whose names it has, for people.</param>
/// <param name="Prefix">What stands before every name of it in the file.</param>
/// <param name="Options">What the shapes tell.</param>
/// <param name="Parts">By the parameter's name in this library.</param>
internal sealed record FoundBackbone(
    WeightsFile File, string Layout, string Prefix, BackboneOptions Options, IReadOnlyDictionary<string, WeightPart> Parts)
{
    /// <summary>All parameters; owned by the caller.</summary>
    public Dictionary<string, Tensor> Load() => Parts.ToDictionary(part => part.Key, part => part.Value.Load(File), StringComparer.Ordinal);
}

/// <summary>One parameter in terms of a file's tensors: several are stacked along the first axis, then given the shape.</summary>
/// <param name="Names">Names in the file; none for zeros.</param>
/// <param name="Shape">Null: as it is.</param>
internal sealed record WeightPart(string[] Names, long[]? Shape = null)
{
    public Tensor Load(WeightsFile file)
    {
        using var scope = NewDisposeScope();
        if (Names.Length == 0) return zeros(Shape!).MoveToOuterDisposeScope();

        var parts = Names.Select(file.Load).ToArray();
        var whole = parts.Length == 1 ? parts[0] : cat(parts, 0);
        return (Shape is null ? whole : whole.reshape(Shape)).clone().DetachFromDisposeScope();
    }
}
