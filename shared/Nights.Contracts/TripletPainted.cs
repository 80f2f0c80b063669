namespace Nights.Contracts;

/// <summary>The three pictures of a painting are in the object store and may be shown to participants.</summary>
public sealed record TripletPainted
{
    public required Guid PaintingId { get; init; }
    public required Guid CampaignId { get; init; }

    /// <summary>Three pictures, in the order of the seeds.</summary>
    public required IReadOnlyList<PaintedPicture> Pictures { get; init; }

    /// <summary>Name of the generator process, for the operator's view.</summary>
    public required string Generator { get; init; }

    /// <summary>Painting time of these three pictures, in seconds.</summary>
    public required double Seconds { get; init; }

    public required DateTimeOffset PaintedAt { get; init; }
}
