namespace Nights.Domain.Campaigns;

/// <summary>Money, in integer minor units (cents).</summary>
public sealed record BudgetSpec
{
    /// <summary>Three-letter ISO 4217 code.</summary>
    public string Currency { get; init; } = "USD";

    /// <summary>Pay of one trial, gold and practice included, in minor units.</summary>
    public int PayPerTrialMinor { get; init; } = 2;

    /// <summary>Spend, reserved and paid together, never passes this; in minor units.</summary>
    public long CapMinor { get; init; } = 100_000;
}
