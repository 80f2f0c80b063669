namespace Nights.Contracts;

/// <summary>A painting cannot be had: asking again would fail the same way. The operator sees the reason.</summary>
public sealed record PaintingFailed
{
    public required Guid PaintingId { get; init; }
    public required Guid CampaignId { get; init; }
    public required string Reason { get; init; }
    public required string Generator { get; init; }
}
