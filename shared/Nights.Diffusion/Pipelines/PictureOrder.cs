namespace Nights.Diffusion.Pipelines;

/// <summary>One picture: with the settings of its batch, this decides every pixel.</summary>
public sealed record PictureOrder
{
    public required string Prompt { get; init; }

    public string NegativePrompt { get; init; } = "";

    /// <summary>Seed of the picture's own noise, in [0, 2³²).</summary>
    public required long Seed { get; init; }
}
