using Microsoft.EntityFrameworkCore;
using Nights.Database;
using Nights.Database.Campaigns;
using Nights.Database.Triplets;
using Nights.Domain.Triplets;
using Nights.Hosting.Bus;

namespace Nights.Campaigns.Planning;

/// <summary>
/// Publishes again the orders that seem lost: rows still Ordered after a while. Safe at any time and any number of times, because an
/// order that is painted already is only announced again by the generator. See docs/adr/0003.
/// </summary>
internal sealed partial class AnnounceOrders(IDbContextFactory<NightsDb> databases, IMessages messages, TimeProvider clock, ILogger<AnnounceOrders> logger)
{
    private const int AtOnce = 1000;

    /// <summary>Orders older than this that are still not painted are taken for lost when the line has stalled or has overtaken them.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>The sweep: orders older than a minute in a line that has stalled, or that later orders have overtaken.</summary>
    public async Task Sweep(CancellationToken cancel)
    {
        var before = clock.GetUtcNow() - Patience;
        await Announce(db => db.Paintings.FromSql(
            $"""
            select late.* from painting late
            where late.state = {(int)PaintingState.Ordered} and late.ordered_at < {before}
              and (exists (select from painting done where done.campaign_id = late.campaign_id and done.state = {(int)PaintingState.Painted}
                           and done.ordered_at > late.ordered_at + interval '1 minute')
                   or not exists (select from painting recent where recent.campaign_id = late.campaign_id and recent.state = {(int)PaintingState.Painted}
                                  and recent.painted_at > {before} - make_interval(secs => 3 * coalesce(recent.seconds, 0))))
            """), cancel);
    }

    /// <summary>Everything that is out, at the start of a process whose in-memory bus has forgotten it.</summary>
    public Task All(CancellationToken cancel) => Announce(db => db.Paintings.Where(painting => painting.State == PaintingState.Ordered), cancel);

    private async Task Announce(Func<NightsDb, IQueryable<Painting>> chosen, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var paintings = await chosen(db).AsNoTracking().OrderBy(painting => painting.OrderedAt).ThenBy(painting => painting.Number).Take(AtOnce).ToListAsync(cancel);
        if (paintings.Count is 0) return;

        var campaigns = paintings.Select(painting => painting.CampaignId).Distinct().ToList();
        var specs = await db.Campaigns.AsNoTracking()
            .Where(campaign => campaigns.Contains(campaign.Id))
            .ToDictionaryAsync(campaign => campaign.Id, campaign => campaign.ReadSpec(), cancel);

        foreach (var painting in paintings)
            await messages.Publish(PaintingOrder.Of(painting, specs[painting.CampaignId]), cancel);

        // Only now do they count as ordered afresh: a sweep that dies half way leaves the rest for the next one.
        var ids = paintings.Select(painting => painting.Id).ToList();
        var now = clock.GetUtcNow();
        await db.Paintings
            .Where(painting => ids.Contains(painting.Id) && painting.State == PaintingState.Ordered)
            .ExecuteUpdateAsync(set => set.SetProperty(painting => painting.OrderedAt, now), cancel);
        LogAnnounced(paintings.Count);
    }

    [LoggerMessage(LogLevel.Information, "Published {Count} orders again")]
    private partial void LogAnnounced(int count);
}
