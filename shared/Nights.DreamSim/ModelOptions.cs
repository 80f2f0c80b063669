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
}

/// <summary>A residual perceptron on the joined features.</summary>
public sealed record HeadOptions
{
    /// <summary>Width of its hidden layer.</summary>
    public required int Hidden { get; init; }

    /// <summary>The safetensors file beside <c>model.json</c>.</summary>
    public string Weights { get; init; } = "head.safetensors";
}

/// <summary>A perceptual model as written in <c>model.json</c>: backbones in the order in which their features are joined, head, normalisation.</summary>
public sealed record ModelOptions
{
    /// <summary>Edge of the square input, in pixels.</summary>
    public int InputSize { get; init; } = 224;

    public Resampling Resampling { get; init; } = Resampling.Bicubic;

    public required IReadOnlyList<BackboneOptions> Backbones { get; init; }

    public HeadOptions? Head { get; init; }

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
        for (var i = 0; i < Backbones.Count; i++) Backbones[i].Validate(i);
        return this;
    }
}
