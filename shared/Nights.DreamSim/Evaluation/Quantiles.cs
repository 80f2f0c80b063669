namespace Nights.DreamSim.Evaluation;

/// <summary>Quantiles of samples, by linear interpolation between order statistics.</summary>
public static class Quantiles
{
    /// <param name="sorted">At least one number, ascending.</param>
    /// <param name="share">In [0, 1].</param>
    public static double Of(double[] sorted, double share)
    {
        var at = share * (sorted.Length - 1);
        var below = (int)at;
        var above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
    }

    /// <summary>The middle 95 %; null when fewer than half of the samples are numbers.</summary>
    public static IReadOnlyList<double>? Interval(double[] samples)
    {
        var sorted = samples.Where(double.IsFinite).Order().ToArray();
        return sorted.Length < (samples.Length + 1) / 2 ? null : [Of(sorted, 0.025), Of(sorted, 0.975)];
    }
}
