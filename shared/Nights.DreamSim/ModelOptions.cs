using System.Text.Json.Serialization;
using Nights.DreamSim.Backbones;

namespace Nights.DreamSim;

/// <summary>How a picture becomes the square input of the model.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Resampling>))]
public enum Resampling
{
    /// <summary>Pillow's antialiased bicubic, as DreamSim does; the aspect is not kept.</summary>
    [JsonStringEnumMemberName("bicubic")] Bicubic,

    /// <summary>Mean of the pixels that fall on each output pixel.</summary>
    [JsonStringEnumMemberName("box")] Box,

    /// <summary>Pillow's antialiased bilinear.</summary>
    [JsonStringEnumMemberName("bilinear")] Bilinear,

    /// <summary>As it is, in its own size and aspect: the position tables are interpolated to it.</summary>
    [JsonStringEnumMemberName("none")] None,
}

/// <summary>A residual perceptron on the joined features.</summary>
public sealed record HeadOptions
{
    /// <summary>Width of its hidden layer.</summary>
    public required int Hidden { get; init; }

    /// <summary>The safetensors file beside <c>model.json</c>.</summary>
    public string Weights { get; init; } = "head.safetensors";
}

/// <summary>A small perceptron from the cosine of two pictures to the share of people who would call them the same.</summary>
public sealed record RegressorOptions
{
    /// <summary>Width of its hidden layer.</summary>
    public int Hidden { get; init; } = 64;

    /// <summary>The safetensors file beside <c>model.json</c>.</summary>
    public string Weights { get; init; } = "regressor.safetensors";
}

/// <summary>A perceptual model as written in <c>model.json</c>: backbones in the order in which their features are joined, head, normalisation.</summary>
public sealed record ModelOptions
{
    /// <summary>Edge of the square input, in pixels; not used when <see cref="Resampling"/> is <c>none</c>.</summary>
    public int InputSize { get; init; } = 224;

    public Resampling Resampling { get; init; } = Resampling.Bicubic;

    public required IReadOnlyList<BackboneOptions> Backbones { get; init; }

    public HeadOptions? Head { get; init; }

    public RegressorOptions? Regressor { get; init; }

    /// <summary>Subtract the mean of an embedding and divide by its length: the distance becomes 1 − Pearson's correlation.</summary>
    public bool Normalise { get; init; }

    /// <summary>Channels of an embedding.</summary>
    [JsonIgnore]
    public int EmbeddingWidth => Backbones.Sum(backbone => backbone.FeatureWidth);

    /// <exception cref="InvalidDataException">Something that cannot be built.</exception>
    public ModelOptions Validate()
    {
        if (InputSize is < 8 or > 4096) throw new InvalidDataException($"The model's inputSize is {InputSize}; it must be 8 to 4096 pixels.");
        if (Backbones is null or { Count: 0 }) throw new InvalidDataException("The model has no backbones; at least 1 is required.");
        if (Head is { Hidden: < 1 or > 65536 }) throw new InvalidDataException($"The head's hidden width is {Head.Hidden}; it must be 1 to 65536.");
        if (Regressor is { Hidden: < 1 or > 65536 }) throw new InvalidDataException($"The regressor's hidden width is {Regressor.Hidden}; it must be 1 to 65536.");
        for (var i = 0; i < Backbones.Count; i++) Backbones[i].Validate(i);
        var tokens = Backbones.Count(backbone => backbone.Feature == Feature.ClsPatch);
        if (tokens > 0 && tokens < Backbones.Count)
            throw new InvalidDataException($"{tokens} of {Backbones.Count} backbones have the feature 'cls_patch'; all of them must have it, or none.");
        var grids = Backbones.Select(backbone => backbone.Grid(InputSize, InputSize)).Distinct().Count();
        if (tokens > 1 && grids > 1)
            throw new InvalidDataException("The backbones have the feature 'cls_patch' and cut pictures into different grids; their tokens can only be joined one by one.");
        return this;
    }
}
