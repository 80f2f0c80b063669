namespace Nights.Channels.Submissions;

/// <summary>Money on top of the reward.</summary>
public sealed record BonusOrder
{
    /// <summary>Ours, at most 64 characters: the same bonus has the same key at every call.</summary>
    public required string Key { get; init; }

    /// <summary>In minor units, above 0.</summary>
    public required long AmountMinor { get; init; }

    /// <summary>What the participant reads, where the marketplace shows it.</summary>
    public required string Reason { get; init; }

    /// <summary>Bonuses of the same amount on the same submission that are known to be paid, this one not among them.</summary>
    public required int PaidBefore { get; init; }

    /// <summary>When paying was asked for last, or null when never.</summary>
    public DateTimeOffset? AskedAt { get; init; }

    /// <summary>Now.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>Called, and waited for, immediately before the question that cannot be taken back; stores that it goes out.</summary>
    public required Func<CancellationToken, Task> Asking { get; init; }
}

/// <summary>How a bonus stands.</summary>
public enum BonusStanding
{
    /// <summary>The marketplace shows it as paid.</summary>
    Paid = 0,

    /// <summary>Asked for; the marketplace has not shown it yet. Ask again.</summary>
    UnderWay = 1,
}
