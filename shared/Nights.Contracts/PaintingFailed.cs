namespace Nights.Contracts;

/// <summary>A painting cannot be had: asking again would fail the same way. The operator sees the reason.</summary>
public sealed record PaintingFailed
{
    public required Guid PaintingId { get; init; }
    public required Guid CampaignId { get; init; }
    public required string Reason { get; init; }
    public required string Generator { get; init; }

    /// <summary>The order's attempt that this answers.</summary>
    public int Attempt { get; init; }

    /// <summary>Candidates that were screened out, by reason, as in <see cref="TripletPainted"/>.</summary>
    public IReadOnlyDictionary<string, int> Screened { get; init; } = new Dictionary<string, int>();

    /// <summary>What was paid all the same, as in <see cref="TripletPainted"/>.</summary>
    public long CostMinor { get; init; }
}
