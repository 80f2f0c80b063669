using Microsoft.EntityFrameworkCore;
using Nights.Database;
using Nights.Database.Campaigns;
using Nights.Database.Triplets;
using Nights.Domain.Budgets;
using Nights.Domain.Campaigns;
using Nights.Domain.Triplets;
using Npgsql;

namespace Nights.Campaigns.Planning;

/// <summary>
/// A draining campaign whose cap leaves no room for its last pictures would wait for them for ever: when nothing else is out that could give money back, they are
/// failed, with the reason, and it finishes. Running twice changes nothing: what is failed is not planned any more.
/// </summary>
internal sealed class GiveUpPaintings(IDbContextFactory<NightsDb> databases, NpgsqlDataSource source, TimeProvider clock)
{
    /// <returns>Paintings given up.</returns>
    public async Task<int> Run(Guid campaignId, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (await db.Campaigns.AsNoTracking().SingleOrDefaultAsync(one => one.Id == campaignId && one.State == CampaignState.Draining, cancel) is not { } campaign) return 0;
        var paintings = db.Paintings.Where(painting => painting.CampaignId == campaignId);
        var waiting = await paintings.CountAsync(painting => painting.State == PaintingState.Planned, cancel);
        var spec = campaign.ReadSpec();
        if (ImageCost.WhyNothingIsOrdered(spec, campaign.CommittedMinor, campaign.OverspentMinor, waiting) is null) return 0;
        if (await paintings.AnyAsync(painting => painting.State == PaintingState.Ordered, cancel)) return 0;
        if (await db.Pages.AnyAsync(page => page.CampaignId == campaignId && page.ClosedAt == null, cancel)) return 0;

        var reason = $"the cap of {campaign.CapMinor} leaves no room for its pictures, which need {ImageCost.OfPainting(spec.Painting)}; go on in a new version with a higher cap.";
        await using var connection = await source.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        var given = new List<(Guid, string)>();
        await using (var look = new NpgsqlCommand("select id from painting where campaign_id = $1 and state = 0 order by id for no key update", connection) { Parameters = { new() { Value = campaignId } } })
        {
            await using var rows = await look.ExecuteReaderAsync(cancel);
            while (await rows.ReadAsync(cancel)) given.Add((rows.GetGuid(0), reason));
        }

        await FailPaintings.Run(connection, given, clock.GetUtcNow(), cancel);
        await transaction.CommitAsync(cancel);
        return given.Count;
    }
}
