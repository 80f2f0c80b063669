using System.Text.Json.Serialization;

namespace Nights.DreamSim.Backbones;

/// <summary>One vision transformer of a perceptual model, as written in <c>model.json</c>.</summary>
public sealed record BackboneOptions
{
    public BackboneFamily Family { get; init; } = BackboneFamily.Dino;

    /// <summary>Edge of a patch, in pixels.</summary>
    public required int Patch { get; init; }

    /// <summary>Step between patches, in pixels; 0 (default) is the patch itself.</summary>
    public int Stride { get; init; }

    /// <summary>Channels of a token.</summary>
    public required int Width { get; init; }

    /// <summary>Number of blocks.</summary>
    public required int Depth { get; init; }

    /// <summary>Attention heads; they divide the width.</summary>
    public required int Heads { get; init; }

    /// <summary>Channels after CLIP's projection; 0 without one.</summary>
    public int Projection { get; init; }

    public Feature Feature { get; init; } = Feature.Cls;

    /// <summary>Block, counted from 0, whose tokens are the feature; null is the last. The reference takes block 11 of 24-layer models too.</summary>
    public int? Block { get; init; }

    /// <summary>Edge, in pixels, of the pictures that the position table was made for; other sizes interpolate it.</summary>
    public int ImageSize { get; init; } = 224;

    /// <summary>The safetensors file beside <c>model.json</c>.</summary>
    public string Weights { get; init; } = "";

    /// <summary>Means of the three channels that normalise pictures in [0, 1]; empty: the family's own.</summary>
    public IReadOnlyList<double> Mean { get; init; } = [];

    /// <summary>Standard deviations of the three channels; empty: the family's own.</summary>
    public IReadOnlyList<double> Std { get; init; } = [];

    /// <summary>Channels of the feature.</summary>
    [JsonIgnore]
    public int FeatureWidth => Feature == Feature.Embedding ? Projection : Width;

    /// <summary>The step between patches that is used.</summary>
    [JsonIgnore]
    public int Step => Stride == 0 ? Patch : Stride;

    /// <summary>Blocks that are computed.</summary>
    [JsonIgnore]
    public int ComputedDepth => (Block ?? Depth - 1) + 1;

    /// <summary>Rows and columns of patches in a picture of this size.</summary>
    internal (long Rows, long Columns) Grid(long height, long width) => ((height - Patch) / Step + 1, (width - Patch) / Step + 1);

    /// <summary>The channels' means that are used.</summary>
    internal double[] UsedMean => Mean.Count == 3 ? [.. Mean] : Family.Mean();

    /// <summary>The channels' standard deviations that are used.</summary>
    internal double[] UsedStd => Std.Count == 3 ? [.. Std] : Family.Std();

    /// <summary>Refuses what cannot be built.</summary>
    /// <exception cref="InvalidDataException">A number out of range, or a feature that the family does not have.</exception>
    public void Validate(int index)
    {
        Require(Patch is >= 1 and <= 256, $"patch is {Patch}; it must be 1 to 256");
        Require(Stride >= 0 && Stride <= Patch, $"stride is {Stride}; it must be 0 to the patch, {Patch}");
        Require(Width is >= 1 and <= 8192, $"width is {Width}; it must be 1 to 8192");
        Require(Depth is >= 1 and <= 128, $"depth is {Depth}; it must be 1 to 128");
        Require(Heads >= 1 && Width % Heads == 0, $"heads is {Heads}; it must divide the width, {Width}");
        Require(ImageSize >= Patch && ImageSize % Patch == 0, $"imageSize is {ImageSize}; it must be a multiple of the patch, {Patch}");
        Require(Mean.Count is 0 or 3 && Std.Count is 0 or 3 && Std.All(std => std > 0), "mean and std must have three numbers, the latter above 0");
        Require(Feature != Feature.Embedding || (Family.IsClip() && Projection >= 1),
            $"feature 'embedding' needs a clip family and a projection; this is {Family.Spelled()} with projection {Projection}");
        Require(Block is null || (Feature is Feature.Cls or Feature.ClsPatch && Block >= 0 && Block < Depth),
            $"block is {Block}; it must be 0 to {Depth - 1}, and the feature 'cls' or 'cls_patch'");

        void Require(bool holds, string otherwise)
        {
            if (!holds) throw new InvalidDataException($"Backbone {index} of the model: {otherwise}.");
        }
    }
}
