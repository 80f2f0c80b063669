using Microsoft.EntityFrameworkCore;
using Nights.Campaigns.Api;
using Nights.Database;
using Nights.Database.Campaigns;
using Nights.Domain.Campaigns;
using Nights.Domain.Triplets;

namespace Nights.Campaigns.Progress;

/// <summary>A campaign as one line of a list.</summary>
public sealed record CampaignSummary(
    Guid Id, string Name, int Version, CampaignState State, int Paintings, int Painted, int Triplets, int Accepted, int Dropped, long CommittedMinor, long CapMinor, string Currency, DateTimeOffset CreatedAt);

/// <summary>Lists campaigns page by page, with two counts each.</summary>
internal sealed class CampaignSummaries(IDbContextFactory<NightsDb> databases)
{
    public async Task<Paged<CampaignSummary>> Page(int page, int size, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var total = await db.Campaigns.CountAsync(cancel);
        var rows = await db.Campaigns.AsNoTracking()
            .OrderByDescending(campaign => campaign.CreatedAt)
            .Skip((page - 1) * size)
            .Take(size)
            .Select(campaign => new
            {
                Campaign = campaign,
                Painted = db.Paintings.Count(painting => painting.CampaignId == campaign.Id && painting.State == PaintingState.Painted),
                Triplets = db.Triplets.Count(triplet => triplet.CampaignId == campaign.Id),
                Accepted = db.Triplets.Count(triplet => triplet.CampaignId == campaign.Id && triplet.State == TripletState.Accepted),
                Dropped = db.Triplets.Count(triplet => triplet.CampaignId == campaign.Id && triplet.State == TripletState.Dropped),
            })
            .ToListAsync(cancel);
        return new Paged<CampaignSummary>(
            [.. rows.Select(row =>
            {
                var (campaign, spec) = (row.Campaign, row.Campaign.ReadSpec());
                return new CampaignSummary(
                    campaign.Id, campaign.Name, campaign.Version, campaign.State, spec.Painting.Count, row.Painted, row.Triplets, row.Accepted, row.Dropped,
                    campaign.CommittedMinor, campaign.CapMinor, spec.Budget.Currency, campaign.CreatedAt);
            })],
            total);
    }
}
