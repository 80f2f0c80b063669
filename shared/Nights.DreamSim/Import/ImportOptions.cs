using Nights.DreamSim.Backbones;

namespace Nights.DreamSim.Import;

/// <summary>What published weights do not say of themselves. Null: told by the weights, the file's name, or what DreamSim does.</summary>
public sealed record ImportOptions
{
    /// <summary>Family of every backbone. Needed for CLIP's layouts when the file's name does not tell OpenAI's from OpenCLIP's.</summary>
    public BackboneFamily? Family { get; init; }

    /// <summary>Feature of every backbone; else <c>embedding</c> where there is a projection, <c>cls</c> elsewhere.</summary>
    public Feature? Feature { get; init; }

    /// <summary>Attention heads; else one for 64 channels (80 in a width of 1280), as all published sizes have.</summary>
    public int? Heads { get; init; }

    /// <summary>Step between patches in pixels; else the patch.</summary>
    public int? Stride { get; init; }

    /// <summary>Edge of the square input, in pixels.</summary>
    public int InputSize { get; init; } = 224;

    public Resampling Resampling { get; init; } = Resampling.Bicubic;

    /// <summary>Centred and normalised embeddings, as DreamSim's published distances are.</summary>
    public bool Normalise { get; init; } = true;

    /// <summary>A folder with <c>adapter_config.json</c>; else the one among the sources.</summary>
    public string? Adapter { get; init; }

    /// <summary>SHA-256 of the first source, in hexadecimal, to be verified.</summary>
    public string? Sha256 { get; init; }
}
