namespace Nights.Domain.Jnd;

/// <summary>
/// d′ of signal detection theory (Green and Swets 1966) for "different": z(hits) − z(false alarms), where hits are "different" on the pair in question and
/// false alarms "different" on identical pairs. Rates are (count + ½) / (n + 1) (the log-linear rule of Hautus 1995), so that none is 0 or 1.
/// </summary>
/// <param name="DPrime">0 when the pair cannot be told from an identical one; it may be negative by chance.</param>
/// <param name="Interval">95 %: ±1.96 √(H(1−H)/(n φ(z_H)²) + F(1−F)/(m φ(z_F)²)) (Gourevitch and Galanter 1967).</param>
public readonly record struct Sensitivity(double DPrime, Interval Interval)
{
    /// <param name="pair">Judgements of the pair.</param>
    /// <param name="identical">Judgements of identical pairs, by the same people where there are enough.</param>
    /// <returns>Null while either has no judgement.</returns>
    public static Sensitivity? Of(SameRate pair, SameRate identical)
    {
        if (pair.Total == 0 || identical.Total == 0) return null;
        var (hits, hitVariance) = Rate(pair);
        var (alarms, alarmVariance) = Rate(identical);
        var half = Normal.Z95 * Math.Sqrt(hitVariance + alarmVariance);
        return new Sensitivity(hits - alarms, new Interval(hits - alarms - half, hits - alarms + half));
    }

    private static (double Z, double Variance) Rate(SameRate judged)
    {
        var n = judged.Total + 1.0;
        var p = (judged.Different + 0.5) / n;
        var z = Normal.Quantile(p);
        var density = Normal.Density(z);
        return (z, p * (1 - p) / (n * density * density));
    }
}
