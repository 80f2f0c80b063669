namespace Nights.Domain.Quality;

/// <summary>The exact binomial test of "left and right are equally likely". Sides are drawn anew for each trial, so whoever looks at the pictures passes it.</summary>
public static class CoinTest
{
    /// <summary>Two-sided p-value: how likely a fair coin is to be at least as far from half. 1 without tosses.</summary>
    /// <param name="heads">0 to <paramref name="tosses"/>.</param>
    public static double TwoSided(int heads, int tosses)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(heads);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(heads, tosses);
        var tail = 0.0;
        for (var k = Math.Max(heads, tosses - heads); k <= tosses; k++) tail += Math.Exp(Choose.Log(tosses, k) - tosses * Math.Log(2));
        return Math.Min(1, 2 * tail);
    }

    /// <summary>The fewest heads, more than half, whose p-value is below a level; null when even all of them are not.</summary>
    public static int? Threshold(int tosses, double level)
    {
        for (var heads = (tosses + 1) / 2; heads <= tosses; heads++) if (TwoSided(heads, tosses) < level) return heads;
        return null;
    }
}
