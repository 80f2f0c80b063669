namespace Nights.Contracts;

/// <summary>
/// Asks any trainer how far apart a registered model finds the pictures of a painting, for the campaign that it guides. Losing it costs at most a wait: the
/// campaign asks again, and goes on without an answer after a while. Answering twice is harmless.
/// </summary>
public sealed record ScorePainting
{
    public required Guid PaintingId { get; init; }
    public required Guid CampaignId { get; init; }

    /// <summary>name@version.</summary>
    public required string Model { get; init; }

    /// <summary>SHA-256 of the three full-size pictures, 64 lower-case hex digits each.</summary>
    public required IReadOnlyList<string> Pictures { get; init; }
}
