namespace Nights.Domain.Forecasts;

/// <summary>Who is expected to come.</summary>
public sealed record PeopleMix
{
    /// <summary>Share who click at random, 0 to 1.</summary>
    public double Spammers { get; init; } = 0.1;

    /// <summary>Share who always press left, 0 to 1; with the spammers at most 1.</summary>
    public double Left { get; init; }

    /// <summary>How often all others are right on a clear triplet and on gold, 0.5 to 1.</summary>
    public double Accuracy { get; init; } = 0.98;

    /// <summary>How many work at the same time.</summary>
    public int AtOnce { get; init; } = 24;
}
