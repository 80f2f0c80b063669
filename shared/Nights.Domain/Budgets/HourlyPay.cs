using Nights.Domain.Campaigns;

namespace Nights.Domain.Budgets;

/// <summary>What a HIT pays per hour: promised from the spec, or measured.</summary>
public static class HourlyPay
{
    /// <summary>The promise of a spec: pay of a whole HIT over its expected duration, in minor units per hour, rounded down.</summary>
    public static long PromisedMinor(HitSpec hit, BudgetSpec budget) =>
        Minor(Spend.OfTrials(hit.TrialsPerHit, budget.PayPerTrialMinor), TimeSpan.FromMinutes(hit.Minutes));

    /// <summary>Pay over time, in minor units per hour, rounded down.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The pay is negative or the time is not positive.</exception>
    public static long Minor(long payMinor, TimeSpan time)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(payMinor);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(time, TimeSpan.Zero);
        return (long)((Int128)payMinor * TimeSpan.TicksPerHour / time.Ticks);
    }
}
