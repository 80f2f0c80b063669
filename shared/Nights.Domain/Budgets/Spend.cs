namespace Nights.Domain.Budgets;

/// <summary>
/// What a campaign owes, in minor units of its currency (cents). Reserved is promised for trials handed out; paid is for trials
/// answered. Sums that do not fit 64 bits throw <see cref="OverflowException"/>: money never wraps around.
/// </summary>
public readonly record struct Spend(long ReservedMinor, long PaidMinor)
{
    /// <summary>Reserved and paid together: this is what the cap limits.</summary>
    public long CommittedMinor => ReservedMinor + PaidMinor;

    /// <summary>Pay of a number of trials.</summary>
    public static long OfTrials(int trials, int payPerTrialMinor)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(trials);
        ArgumentOutOfRangeException.ThrowIfNegative(payPerTrialMinor);
        return (long)trials * payPerTrialMinor;
    }

    /// <summary>Whether so much more stays within the cap.</summary>
    public bool Fits(long moreMinor, long capMinor)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(moreMinor);
        var committed = CommittedMinor;
        return committed <= capMinor && moreMinor <= capMinor - committed;
    }

    /// <summary>How many more trials the cap allows, at most <paramref name="wanted"/>.</summary>
    public int TrialsWithin(long capMinor, int payPerTrialMinor, int wanted)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(payPerTrialMinor);
        ArgumentOutOfRangeException.ThrowIfNegative(wanted);
        var left = capMinor - CommittedMinor;
        if (left < 0) return 0;
        return payPerTrialMinor == 0 ? wanted : (int)Math.Min(wanted, left / payPerTrialMinor);
    }

    public Spend Reserve(long minor) => this with { ReservedMinor = ReservedMinor + NotNegative(minor) };

    /// <summary>A reserved amount becomes paid.</summary>
    /// <exception cref="InvalidOperationException">More than is reserved.</exception>
    public Spend Pay(long minor) => Release(minor) with { PaidMinor = PaidMinor + minor };

    /// <summary>A reserved amount is not needed after all.</summary>
    /// <exception cref="InvalidOperationException">More than is reserved.</exception>
    public Spend Release(long minor) => NotNegative(minor) <= ReservedMinor
        ? this with { ReservedMinor = ReservedMinor - minor }
        : throw new InvalidOperationException($"{minor} was to be taken from a reserve of {ReservedMinor} minor units.");

    private static long NotNegative(long minor)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(minor);
        return minor;
    }
}
