using Nights.Domain.Perturbations;
using Nights.Imaging;

namespace Nights.Diffusion.Pipelines;

/// <summary>One picture: with the settings of its batch, this decides every pixel.</summary>
public sealed record PictureOrder
{
    public required string Prompt { get; init; }

    public string NegativePrompt { get; init; } = "";

    /// <summary>Seed of the picture's own noise, in [0, 2³²). A variation has its reference's.</summary>
    public required long Seed { get; init; }

    /// <summary>What makes this a variation of the picture that prompt and seed give; empty for that picture itself.</summary>
    public IReadOnlyList<Perturbation> Perturbations { get; init; } = [];

    /// <summary>The picture to start from in place of pure noise, or null.</summary>
    public InitPicture? Init { get; init; }
}

/// <summary>The start of image-to-image.</summary>
/// <param name="Picture">Any size; it is brought to the ordered one.</param>
/// <param name="Sha256">SHA-256 of the file it was read from, for the manifest.</param>
/// <param name="Strength">Share of the schedule that runs, in (0, 1]: how much of it is forgotten.</param>
public sealed record InitPicture(PixelImage Picture, string Sha256, double Strength);
