namespace Nights.DreamSim.Evaluation;

/// <summary>
/// How a difference of distances becomes a chance: people choose the right picture with the chance 1 / (1 + exp(−(left − right) / scale)). The scale is the one under which what
/// people chose is most likely.
/// </summary>
public static class ChoiceScale
{
    /// <summary>The smallest scale told, where the metric is never wrong and none is small enough.</summary>
    public const double Least = 1e-3;

    /// <summary>The largest, where the metric is no better than chance.</summary>
    public const double Most = 10;

    private const int Halvings = 60;

    /// <param name="choices">For each triplet how much farther the left picture is than the right one, and the share of people who chose the right one.</param>
    /// <returns>In distances, <see cref="Least"/> to <see cref="Most"/>.</returns>
    public static double Of(IReadOnlyCollection<(double LeftMinusRight, double RightShare)> choices)
    {
        // The likelihood is concave in the slope, 1 / scale: halve until it is level.
        var (low, high) = (1 / Most, 1 / Least);
        for (var i = 0; i < Halvings; i++)
        {
            var slope = (low + high) / 2;
            var rises = choices.Sum(choice => choice.LeftMinusRight * (choice.RightShare - 1 / (1 + Math.Exp(-slope * choice.LeftMinusRight)))) > 0;
            if (rises) low = slope;
            else high = slope;
        }

        return 2 / (low + high);
    }
}
