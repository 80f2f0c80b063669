namespace Nights.Domain.Budgets;

/// <summary>What is missing to an hourly pay that was promised, once it is known how long the work really takes.</summary>
public static class TopUp
{
    /// <summary>The least amount, in minor units, that lifts a submission of median length to the target; 0 when it is there.</summary>
    /// <param name="payMinor">What a submission has been promised so far, in minor units.</param>
    /// <param name="median">Half of the submissions took longer.</param>
    /// <param name="targetHourlyMinor">Wanted pay, in minor units per hour.</param>
    public static long PerSubmissionMinor(long payMinor, TimeSpan median, long targetHourlyMinor)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(payMinor);
        ArgumentOutOfRangeException.ThrowIfNegative(targetHourlyMinor);
        ArgumentOutOfRangeException.ThrowIfLessThan(median, TimeSpan.Zero);
        var due = ((Int128)targetHourlyMinor * median.Ticks + TimeSpan.TicksPerHour - 1) / TimeSpan.TicksPerHour;
        return (long)Int128.Max(0, due - payMinor);
    }
}
