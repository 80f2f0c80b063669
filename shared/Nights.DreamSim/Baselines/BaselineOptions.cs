using System.Text.Json.Serialization;

namespace Nights.DreamSim.Baselines;

/// <summary>What <c>metric.json</c> says; its <c>kind</c> tells which.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(LpipsOptions), "lpips")]
[JsonDerivedType(typeof(DistsOptions), "dists")]
[JsonDerivedType(typeof(EncoderOptions), "encoder")]
public abstract record BaselineOptions
{
    /// <exception cref="InvalidDataException">Something that cannot be; <paramref name="path"/> stands in the message.</exception>
    public abstract void Validate(string path);

    /// <summary>A file beside <c>metric.json</c>, never elsewhere.</summary>
    private protected static void Beside(string path, string key, string? file)
    {
        if (string.IsNullOrEmpty(file) || Path.GetFileName(file) != file)
            throw new InvalidDataException($"{path}: {key} is '{file}'; it must be a file beside it.");
    }
}

/// <summary>A network of published weights: those of its backbone, as torchvision names them, and its own.</summary>
public abstract record NetworkOptions : BaselineOptions
{
    /// <summary>The backbone's weights.</summary>
    public required string Features { get; init; }

    /// <summary>The metric's own.</summary>
    public required string Weights { get; init; }

    /// <summary>At which size it sees pictures.</summary>
    [JsonIgnore]
    public abstract PictureSizing Sizing { get; }

    public override void Validate(string path)
    {
        Beside(path, "features", Features);
        Beside(path, "weights", Weights);
        Sizing.Validate(path);
    }
}

/// <summary>LPIPS.</summary>
public sealed record LpipsOptions : NetworkOptions
{
    /// <summary>alexnet, vgg16 or squeezenet1_1.</summary>
    public required string Backbone { get; init; }

    /// <summary>Edge of the square it sees; by default pictures stay as they are, as in the reference.</summary>
    public int? Size { get; init; }

    public Resampling Resampling { get; init; } = Resampling.Bicubic;

    public override PictureSizing Sizing => new(Size, Resampling);
}

/// <summary>DISTS.</summary>
public sealed record DistsOptions : NetworkOptions
{
    /// <summary>Edge of the square it sees; 0 leaves pictures as they are.</summary>
    public int Size { get; init; } = 256;

    public Resampling Resampling { get; init; } = Resampling.Bilinear;

    public override PictureSizing Sizing => new(Size == 0 ? null : Size, Resampling);
}
