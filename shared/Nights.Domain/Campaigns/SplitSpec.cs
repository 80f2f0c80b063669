namespace Nights.Domain.Campaigns;

/// <summary>Shares of the groups (paintings) held out. A group's side follows from its hash and never changes.</summary>
public sealed record SplitSpec
{
    public double Test { get; init; } = 0.1;
    public double Val { get; init; } = 0.1;

    /// <summary>Fixed at the birth of the dataset and published with it.</summary>
    public string Salt { get; init; } = "nights";
}
