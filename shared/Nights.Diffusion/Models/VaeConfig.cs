namespace Nights.Diffusion.Models;

/// <summary>What both halves of the autoencoder read from their config.json.</summary>
internal static class VaeConfig
{
    private const double StableDiffusionScale = 0.18215;
    private const double XlScale = 0.13025;
    private const int UsualFactor = 8;

    /// <summary>What latents are multiplied by after encoding, and divided by before decoding.</summary>
    /// <exception cref="ModelFolderException">It is no number above 0, or the latents are moved as well as scaled, which no family that is driven here does.</exception>
    public static double Scale(ModelJson config, bool isXl)
    {
        foreach (var moves in new[] { "shift_factor", "latents_mean", "latents_std" })
            if (config[moves] is { } value && value.GetRawText() is not ("0" or "0.0"))
                throw config.Wrong(moves, value, "left out or null in Stable Diffusion 1, 2 and XL, whose latents are scaled and not moved");
        return config.Positive("scaling_factor") ?? (isXl ? XlScale : StableDiffusionScale);
    }

    /// <summary>Pixels a latent, along each edge: every block but the last halves the picture.</summary>
    public static int Factor(ModelJson config) => config["block_out_channels"] switch
    {
        null => UsualFactor,
        { ValueKind: System.Text.Json.JsonValueKind.Array } blocks when blocks.GetArrayLength() is >= 1 and <= 8 and var count => 1 << (count - 1),
        var other => throw config.Wrong("block_out_channels", other, "a list of 1 to 8 channel counts"),
    };
}
