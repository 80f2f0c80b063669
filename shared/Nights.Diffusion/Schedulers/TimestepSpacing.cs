namespace Nights.Diffusion.Schedulers;

/// <summary>How a few inference steps are laid over the training timesteps (Lin et al. 2024, table 2).</summary>
public enum TimestepSpacing
{
    /// <summary>Evenly from the first to the last training timestep, both included.</summary>
    Linspace,

    /// <summary>Multiples of the step length from 0, plus the configured offset.</summary>
    Leading,

    /// <summary>Backwards from the last training timestep.</summary>
    Trailing,
}
