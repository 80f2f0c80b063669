using Nights.Domain.Campaigns;

namespace Nights.Local.Client;

/// <summary>A campaign and where it stands, as far as the commands show it.</summary>
internal sealed record CampaignReport
{
    public required Guid Id { get; init; }
    public required string Name { get; init; }
    public required int Version { get; init; }
    public required CampaignState State { get; init; }
    public required PaintingReport Painting { get; init; }
    public required TripletReport Triplets { get; init; }
    public required VoteReport Votes { get; init; }
    public required ParticipantReport Participants { get; init; }
    public required SpendReport Spend { get; init; }

    /// <summary>Candidates thrown away, by reason.</summary>
    public required IReadOnlyDictionary<string, long> Screened { get; init; }

    /// <summary>Why nothing more is ordered, or null.</summary>
    public string? OrderingStopped { get; init; }
}

/// <param name="Total">Paintings of the spec.</param>
/// <param name="Waiting">To be painted anew.</param>
internal sealed record PaintingReport(int Planned, int Total, int Waiting, int Ordered, int Painted, int Failed);

/// <summary>A painting as the API lists it.</summary>
internal sealed record FailedPaintingReport(Guid Id, int Number, int Attempt, string Prompt, string? Failure, string? Generator);

/// <summary>One page of failed paintings.</summary>
internal sealed record FailedPaintingsReport(IReadOnlyList<FailedPaintingReport> Items, int Total);

/// <param name="Total">Triplets of the whole plan.</param>
internal sealed record TripletReport(int Total, int Planned, int Queued, int Accepted, int Dropped, int Void);

internal sealed record VoteReport(long Counted, long Gold, long GoldRight, long Practice, long Late, long Quarantined, long Reported);

internal sealed record ParticipantReport(int Total, int Excluded, int Finished);

/// <summary>Money in minor units.</summary>
internal sealed record SpendReport(
    long CommittedMinor, long PaidMinor, long ImagesMinor, long ImagesReservedMinor, long OverspentMinor, long CapMinor, string Currency);
