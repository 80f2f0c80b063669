using Nights.Domain.Aggregation.Statistics;

namespace Nights.Domain.Aggregation;

/// <summary>
/// Sensitivity and leaning of yes-or-no answers, e.g. "different" to pairs that differ (signal) and to identical catch pairs (noise):
/// d′ = z(H) − z(F), c = −(z(H) + z(F))/2, with the log-linear correction H = (hits + ½)/(signals + 1), F = (false alarms + ½)/(noises + 1), so that no rate is 0 or 1.
/// Var d′ = H(1 − H)/(signals φ(z(H))²) + F(1 − F)/(noises φ(z(F))²), the interval d′ ± z √Var.
/// Sources: Green and Swets, "Signal Detection Theory and Psychophysics" (1966); Hautus, "Corrections for extreme proportions", BRMIC 27 (1995);
/// Gourevitch and Galanter, "A significance test for one parameter isosensitivity functions", Psychometrika 32 (1967). The interval is for some ten trials of each kind and more.
/// </summary>
/// <param name="DPrime">0 when noise cannot be told from signal.</param>
/// <param name="Criterion">Above 0: leans to "no"; below: to "yes".</param>
/// <param name="HitRate">Corrected.</param>
/// <param name="FalseAlarmRate">Corrected.</param>
/// <param name="Interval">Of <paramref name="DPrime"/>.</param>
public readonly record struct SignalDetection(double DPrime, double Criterion, double HitRate, double FalseAlarmRate, Interval Interval)
{
    /// <param name="hits">"Yes" to a signal, 0 to <paramref name="signals"/>.</param>
    /// <param name="signals">At least 1.</param>
    /// <param name="falseAlarms">"Yes" to noise, 0 to <paramref name="noises"/>.</param>
    /// <param name="noises">At least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no trial of a kind, or more answers than trials.</exception>
    public static SignalDetection Of(int hits, int signals, int falseAlarms, int noises, double confidence = Interval.Usual)
    {
        Interval.CheckConfidence(confidence);
        Check(hits, signals, nameof(hits), nameof(signals));
        Check(falseAlarms, noises, nameof(falseAlarms), nameof(noises));
        var (hit, alarm) = ((hits + 0.5) / (signals + 1.0), (falseAlarms + 0.5) / (noises + 1.0));
        var (zHit, zAlarm) = (NormalDistribution.Quantile(hit), NormalDistribution.Quantile(alarm));
        var deviation = Math.Sqrt(Variance(hit, zHit, signals) + Variance(alarm, zAlarm, noises));
        var half = NormalDistribution.Quantile((1 + confidence) / 2) * deviation;
        var sensitivity = zHit - zAlarm;
        return new SignalDetection(sensitivity, -(zHit + zAlarm) / 2, hit, alarm, new Interval(sensitivity - half, sensitivity + half));
    }

    private static double Variance(double rate, double z, int trials)
    {
        var density = NormalDistribution.Density(z);
        return rate * (1 - rate) / (trials * density * density);
    }

    private static void Check(int yes, int trials, string yesName, string trialsName)
    {
        if (trials < 1) throw new ArgumentOutOfRangeException(trialsName, trials, "At least one trial of each kind is needed.");
        if (yes < 0 || yes > trials) throw new ArgumentOutOfRangeException(yesName, yes, $"Answers lie between 0 and the number of trials, {trials}.");
    }
}
