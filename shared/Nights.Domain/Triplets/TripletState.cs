namespace Nights.Domain.Triplets;

/// <summary>Planned → Queued (round r) → Accepted | Dropped | Void. Only a quarantine of votes moves a decided triplet back.</summary>
public enum TripletState
{
    /// <summary>Its painting is not there yet.</summary>
    Planned = 0,

    /// <summary>Wants votes of its current round.</summary>
    Queued = 1,
    Accepted = 2,
    Dropped = 3,

    /// <summary>Taken out: its painting failed, or its pictures were reported.</summary>
    Void = 4,
}
