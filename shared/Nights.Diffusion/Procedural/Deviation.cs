using Nights.Onnx;

namespace Nights.Diffusion.Procedural;

/// <summary>
/// How pictures of the prior differ from the scene that prompt and seed describe: by a random field of low frequencies, normally distributed with a variance for
/// each cosine mode that is wide for the broadest and falls with the fourth power of frequency. A picture painted from pure noise gets a faint unevenness
/// from it; one painted from another picture keeps that picture's broad forms and colours as long as little noise was added.
/// </summary>
internal static class Deviation
{
    /// <summary>Variance of the broadest modes, of 64 × 64 latents: of the three colours, and of the distance to the outline.</summary>
    private static readonly float[] Broadest = [0.7f, 0.7f, 0.7f, 0.4f];

    /// <summary>Half cycles over the picture's height at which the variance has halved.</summary>
    private const float Halved = 2.5f;

    /// <summary>Modes along an edge that are looked at; beyond, the variance is below a thousandth of that.</summary>
    private const int Modes = 16;

    /// <summary>
    /// The posterior mean: scene + g·(latents - signal·scene) for each mode, g = signal·v / (signal²·v + spread²). The fields look the same at any
    /// size, so a mode's variance v grows with the number of latents.
    /// </summary>
    public static Expression Posterior(Expression latents, Expression scene, Grid grid, Expression signal, Expression spread)
    {
        var graph = latents.Graph;
        var modes = CosineModes.Lowest(latents, Modes);
        var (down, across) = (modes.Down.Cast(ElementType.Float32), modes.Across.Cast(ElementType.Float32) / grid.Aspect);
        var square = (down * down + across * across) / (Halved * Halved);
        var variance = graph.Tensor(Broadest, 1, 4, 1, 1) * (grid.Height * grid.Height * grid.Aspect / (64f * 64f)) / (square * square + 1f);
        var gain = signal * variance / (signal * signal * variance + spread * spread);
        return scene + modes.Inverse(gain * modes.Forward(latents - signal * scene));
    }
}
