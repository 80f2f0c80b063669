namespace Nights.DreamSim.Evaluation.Statistics;

/// <summary>
/// Wilson's 95 % score interval of a share p of n: (p + z²/2n ± z √(p(1−p)/n + z²/4n²)) / (1 + z²/n). It has a width where p is 0 or 1, and a bootstrap has none.
/// Source: Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22 (1927); Brown, Cai and DasGupta, Statistical Science 16 (2001), for small n.
/// </summary>
public static class WilsonScore
{
    private const double Z = 1.959963984540054;

    /// <param name="share">In [0, 1].</param>
    /// <param name="count">Independent observations, at least 1.</param>
    /// <returns>Both ends, in [0, 1].</returns>
    public static IReadOnlyList<double> Interval(double share, int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        var centre = share + Z * Z / (2 * count);
        var half = Z * Math.Sqrt(share * (1 - share) / count + Z * Z / (4.0 * count * count));
        var scale = 1 + Z * Z / count;
        return [Math.Max(0, (centre - half) / scale), Math.Min(1, (centre + half) / scale)];
    }
}
