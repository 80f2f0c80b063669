namespace Nights.Diffusion.Schedulers;

/// <summary>What the network's output means.</summary>
public enum PredictionType
{
    /// <summary>The noise in the latents.</summary>
    Epsilon,

    /// <summary>√ᾱ·noise - √(1-ᾱ)·clean latents (Salimans, Ho 2022): Stable Diffusion 2.x at 768 pixels.</summary>
    Velocity,

    /// <summary>The clean latents.</summary>
    Sample,
}
