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

    /// <summary>The order's attempt that this answers.</summary>
    public int Attempt { get; init; }

    /// <summary>Candidates that were screened out on the way, by reason: black, flat, notFinite, nearDuplicate, safety, refused, unreadable.</summary>
    public IReadOnlyDictionary<string, int> Screened { get; init; } = new Dictionary<string, int>();

    /// <summary>What the pictures cost at a paid service, in minor units of the campaign's currency; requests whose fate is unknown count as paid.</summary>
    public long CostMinor { get; init; }
}
