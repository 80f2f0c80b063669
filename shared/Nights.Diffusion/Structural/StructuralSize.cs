namespace Nights.Diffusion.Structural;

/// <summary>How large the structural model is.</summary>
public sealed record StructuralSize
{
    /// <summary>Channels of the denoiser at full resolution, a multiple of 16; a step takes about four times as long at twice as many.</summary>
    public int Channels { get; init; } = 64;

    /// <summary>Numbers a token of the prompt, a multiple of 32.</summary>
    public int TextWidth { get; init; } = 128;

    /// <summary>Of the weights.</summary>
    public int Seed { get; init; } = 1;
}
