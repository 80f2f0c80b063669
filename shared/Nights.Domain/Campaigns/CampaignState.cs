namespace Nights.Domain.Campaigns;

/// <summary>Draft → Running ⇄ Paused → Draining → Finished → Archived.</summary>
public enum CampaignState
{
    Draft = 0,
    Running = 1,

    /// <summary>No new leases; answers of live leases are kept.</summary>
    Paused = 2,

    /// <summary>No new paintings and no new triplets; those under way are decided.</summary>
    Draining = 3,

    /// <summary>Nothing is left to decide. Ordering failed paintings again takes it back to draining.</summary>
    Finished = 4,
    Archived = 5,
}
