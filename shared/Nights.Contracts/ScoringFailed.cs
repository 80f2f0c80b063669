namespace Nights.Contracts;

/// <summary>
/// A painting cannot be scored: the guiding model or one of the pictures is missing or damaged, and asking again would not help. Its campaign goes on without a score, and the operator
/// sees the reason.
/// </summary>
public sealed record ScoringFailed
{
    public required Guid PaintingId { get; init; }
    public required Guid CampaignId { get; init; }

    /// <summary>name@version, as it was asked for.</summary>
    public required string Model { get; init; }

    /// <summary>A sentence that names what is missing or damaged.</summary>
    public required string Reason { get; init; }
}
