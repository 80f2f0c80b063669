using Microsoft.EntityFrameworkCore;
using Nights.Campaigns.Operators;
using Nights.Campaigns.Planning;
using Nights.Database;
using Nights.Database.Triplets;
using Nights.Domain.Campaigns;
using Nights.Domain.Triplets;

namespace Nights.Campaigns.Paintings;

/// <summary>
/// Puts failed paintings and the triplets they took with them back, to be ordered with the next attempt. The condition stands in the UPDATE, so of two operators
/// who press at once one succeeds. A campaign that had finished drains again until they are decided.
/// </summary>
internal sealed class OrderAgain(IDbContextFactory<NightsDb> databases, PlanningBell planner, TimeProvider clock)
{
    /// <param name="painting">One of the campaign's; null for all that have failed.</param>
    /// <returns>How many were put back, or why none.</returns>
    public async Task<(int Count, string? Refusal)> Run(Guid campaignId, Guid? painting, string who, CancellationToken cancel)
    {
        int count;
        await using (var db = await databases.CreateDbContextAsync(cancel))
        {
            await using var transaction = await db.Database.BeginTransactionAsync(cancel);
            // The campaign's row is locked against the planner and against being finished meanwhile.
            var campaign = await db.Campaigns.FromSql($"select * from campaign where id = {campaignId} for no key update").SingleAsync(cancel);
            if (campaign.State is CampaignState.Archived) return (0, $"{campaign.Name} v{campaign.Version} is archived; nothing of it is painted any more.");

            count = await Paintings(db, campaignId, painting, cancel);
            if (count is 0) return (0, await Why(db, campaignId, painting, cancel));
            if (campaign.State is CampaignState.Finished) (campaign.State, campaign.FinishedAt) = (CampaignState.Draining, null);
            var what = painting is null ? $"{count} failed paintings" : $"painting {painting}";
            db.Audit.Add(AuditLog.Entry(clock, who, "order again", $"{campaign.Name} v{campaign.Version}", what));
            await db.SaveChangesAsync(cancel);
            await transaction.CommitAsync(cancel);
        }

        planner.Ring();
        return (count, null);
    }

    private static async Task<int> Paintings(NightsDb db, Guid campaignId, Guid? painting, CancellationToken cancel)
    {
        var failed = await db.Database.SqlQuery<Guid>(
            $"""
            update painting set state = {(int)PaintingState.Planned}, attempt = attempt + 1, repeats = 0, failure = null, ordered_at = null
            where campaign_id = {campaignId} and state = {(int)PaintingState.Failed} and id = coalesce({painting}::uuid, id)
            returning id
            """).ToListAsync(cancel);
        await db.Triplets
            .Where(triplet => failed.Contains(triplet.PaintingId) && triplet.State == TripletState.Void && triplet.VoidReason!.StartsWith(FailPaintings.VoidReason))
            .ExecuteUpdateAsync(
                set => set
                    .SetProperty(triplet => triplet.State, TripletState.Planned)
                    .SetProperty(triplet => triplet.VoidReason, (string?)null)
                    .SetProperty(triplet => triplet.DecidedAt, (DateTimeOffset?)null),
                cancel);
        return failed.Count;
    }

    private static async Task<string> Why(NightsDb db, Guid campaignId, Guid? painting, CancellationToken cancel)
    {
        if (painting is null) return "No painting of the campaign has failed.";
        var state = await db.Paintings.Where(one => one.CampaignId == campaignId && one.Id == painting).Select(one => (PaintingState?)one.State).SingleOrDefaultAsync(cancel);
        return state is null
            ? $"The campaign has no painting {painting}."
            : $"Painting {painting} is {state.ToString()!.ToLowerInvariant()}; only a failed one can be ordered again.";
    }
}
