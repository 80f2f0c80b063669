namespace Nights.Domain.Aggregation.Statistics;

/// <summary>
/// Wilson's score interval of a share k/n: the p for which |k/n − p| ≤ z·√(p(1−p)/n).
/// Source: Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22 (1927).
/// </summary>
public static class Wilson
{
    /// <param name="part">0 to <paramref name="total"/>; need not be whole.</param>
    /// <param name="total">Not negative; 0 gives [0, 1].</param>
    /// <param name="confidence">Between 0 and 1.</param>
    public static Interval Of(double part, double total, double confidence = Interval.Usual)
    {
        Interval.CheckConfidence(confidence);
        if (!(part >= 0 && part <= total)) throw new ArgumentOutOfRangeException(nameof(part), part, $"The part lies between 0 and the total, {total}.");
        if (total is 0) return new Interval(0, 1);

        var z = NormalDistribution.Quantile((1 + confidence) / 2);
        var share = part / total;
        var centre = share + z * z / (2 * total);
        var half = z * Math.Sqrt((share * (1 - share) + z * z / (4 * total)) / total);
        var scale = 1 + z * z / total;
        return new Interval(Math.Max(0, (centre - half) / scale), Math.Min(1, (centre + half) / scale));
    }
}
