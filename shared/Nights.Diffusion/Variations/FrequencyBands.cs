namespace Nights.Diffusion.Variations;

/// <summary>
/// Spatial frequencies of latents, by the radius ρ = √((k/H)² + (l/W)²) / √2 in [0, 1) of a coefficient (k, l) of the H × W cosine transform. The low band holds
/// waves of more than about four latents, the high band those of hardly more than two; the middle between them belongs to neither and no swap ever
/// touches it.
/// </summary>
public static class FrequencyBands
{
    /// <summary>Where the low band ends: 25% of all coefficients lie below.</summary>
    public const double LowEnd = 0.4;

    /// <summary>Where the high band begins: 43% of all coefficients lie above.</summary>
    public const double HighStart = 0.6;

    /// <summary>ρ of coefficient (row, column).</summary>
    public static double Radius(int row, int column, int height, int width)
    {
        var (down, across) = ((double)row / height, (double)column / width);
        return Math.Sqrt((down * down + across * across) / 2);
    }

    /// <summary>
    /// The low band at a level is ρ below this. Linear, so that the number of coefficients taken grows with the square of the level and the root
    /// mean square change of the noise with the level itself.
    /// </summary>
    public static double LowCut(double level)
    {
        Level.Require(level);
        return level * LowEnd;
    }

    /// <summary>The high band at a level is ρ from this upwards, again with level² of its coefficients. 1, above every ρ, at level 0.</summary>
    public static double HighCut(double level)
    {
        Level.Require(level);
        if (level is 0 or 1)
            return level == 0 ? 1 : HighStart;
        var wanted = level * level * (1 - ShareBelow(HighStart));
        var (low, high) = (HighStart, 1.0);
        for (var halving = 0; halving < 50; halving++)
        {
            var middle = (low + high) / 2;
            if (1 - ShareBelow(middle) > wanted)
                low = middle;
            else
                high = middle;
        }
        return high;
    }

    /// <summary>Share of a large transform's coefficients with a radius below ρ: the area of a circle's quarter inside the unit square.</summary>
    public static double ShareBelow(double rho)
    {
        var radius = rho * Math.Sqrt(2);
        return radius <= 1
            ? Math.PI / 4 * radius * radius
            : Math.Min(1, Math.Sqrt(radius * radius - 1) + radius * radius * (Math.PI / 4 - Math.Acos(1 / radius)));
    }
}
