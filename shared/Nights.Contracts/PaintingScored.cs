namespace Nights.Contracts;

/// <summary>How far apart a model finds the three pictures of a painting.</summary>
public sealed record PaintingScored
{
    public required Guid PaintingId { get; init; }
    public required Guid CampaignId { get; init; }

    /// <summary>name@version, as it was asked for.</summary>
    public required string Model { get; init; }

    /// <summary>Pictures 0 and 1, 0 and 2, 1 and 2: 1 − cosine, 0 to 2.</summary>
    public required IReadOnlyList<double> Distances { get; init; }

    /// <summary>Difference of two distances at which the odds for the nearer picture are e to 1, above 0: from the model's registered evaluation.</summary>
    public required double Scale { get; init; }
}
