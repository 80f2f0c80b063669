using Nights.Domain.Campaigns;

namespace Nights.Campaigns.Progress;

/// <summary>A campaign and where it stands: what the API answers with and the console shows.</summary>
public sealed record CampaignView
{
    public required Guid Id { get; init; }
    public required string Name { get; init; }
    public required int Version { get; init; }
    public required CampaignState State { get; init; }
    public required CampaignSpec Spec { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset? StartedAt { get; init; }
    public required DateTimeOffset? FinishedAt { get; init; }
    public required PaintingCounts Painting { get; init; }
    public required TripletCounts Triplets { get; init; }
    public required IReadOnlyList<RoundCounts> Rounds { get; init; }
    public required VoteCounts Votes { get; init; }
    public required ParticipantCounts Participants { get; init; }
    public required SpendCounts Spend { get; init; }
    public required IReadOnlyList<GeneratorPace> Generators { get; init; }

    /// <summary>
    /// Candidates thrown away, by reason: the generator's, "repeat" for whole paintings that looked like an earlier one, and "nearIdentical" for triplets that the
    /// guiding model has screened out.
    /// </summary>
    public required IReadOnlyDictionary<string, long> Screened { get; init; }

    /// <summary>Painted paintings that wait for the guiding model's score.</summary>
    public required int AwaitScore { get; init; }

    /// <summary>Paintings whose triplets were opened without the guiding model's score.</summary>
    public required int Unscored { get; init; }

    /// <summary>Why the latest of them was; null where there are none.</summary>
    public required string? UnscoredReason { get; init; }

    /// <summary>Why nothing more is ordered though there is more to paint; null while there is no reason.</summary>
    public required string? OrderingStopped { get; init; }
}

/// <param name="Planned">Paintings whose rows exist.</param>
/// <param name="Total">Paintings of the spec.</param>
/// <param name="Waiting">To be painted anew and not yet ordered.</param>
public sealed record PaintingCounts(int Planned, int Total, int Waiting, int Ordered, int Painted, int Failed);

/// <param name="Total">Triplets of the whole plan, those not inserted yet included.</param>
/// <param name="Planned">Awaiting their pictures, or the score of the model that guides the campaign.</param>
public sealed record TripletCounts(int Total, int Planned, int Queued, int Accepted, int Dropped, int Void);

/// <param name="Round">From 1.</param>
/// <param name="Entered">Triplets that reached the round: kept, dropped and waiting.</param>
/// <param name="Kept">Went on to the next round or were accepted in this one.</param>
public sealed record RoundCounts(int Round, int Entered, int Kept, int Dropped, int Waiting);

public sealed record VoteCounts(long Counted, long Gold, long GoldRight, long Practice, long Late, long Quarantined, long Reported);

/// <param name="Total">People with a session in this campaign.</param>
/// <param name="Finished">People with a finished session.</param>
public sealed record ParticipantCounts(int Total, int Excluded, int Finished);

/// <param name="CommittedMinor">Promised, never above the cap: answers, trials on live leases, and pictures of a paid service, ordered or paid.</param>
/// <param name="PaidMinor">Earned by stored answers.</param>
/// <param name="ImagesMinor">What pictures have cost.</param>
/// <param name="ImagesReservedMinor">Set aside for pictures that are ordered.</param>
/// <param name="OverspentMinor">What pictures have cost above the cap.</param>
public sealed record SpendCounts(
    long CommittedMinor, long PaidMinor, long ImagesMinor, long ImagesReservedMinor, long OverspentMinor, long CapMinor, string Currency);

public sealed record GeneratorPace(string Name, int Painted, double SecondsPerPicture);
