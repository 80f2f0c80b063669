namespace Nights.Diffusion.Variations;

/// <summary>What a level means to operators that act on the steps of a run.</summary>
public static class StepLevels
{
    /// <summary>Strength of image-to-image: the level itself, the share of the run's steps that are taken after noise was added.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The level is outside [0, 1].</exception>
    public static double ImageToImageStrength(double level)
    {
        Level.Require(level);
        return level;
    }

    /// <summary>
    /// Index of the first step that follows the other prompt: level · steps of them do, to the nearest whole number, one at least where the level is
    /// above 0. Level 0 gives the number of steps (none does), level 1 gives 0 (all do).
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The level is outside [0, 1], or there are no steps.</exception>
    public static int SwitchStep(double level, int steps)
    {
        Level.Require(level);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(steps);
        var following = (int)Math.Round(level * steps, MidpointRounding.AwayFromZero);
        return steps - (level > 0 ? Math.Max(1, following) : 0);
    }
}
