namespace Nights.Diffusion.Variations;

/// <summary>How much a variation changes: 0 nothing, 1 as much as its operator can.</summary>
internal static class Level
{
    public static void Require(double level)
    {
        if (level is not (>= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(level), level, "A level is a number from 0 (no change) to 1 (as much as the operator can).");
    }
}
