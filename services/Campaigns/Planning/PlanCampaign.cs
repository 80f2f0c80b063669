using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Nights.Database;
using Nights.Database.Campaigns;
using Nights.Database.Triplets;
using Nights.Domain.Budgets;
using Nights.Domain.Campaigns;
using Nights.Domain.Triplets;
using Nights.Hosting.Bus;

namespace Nights.Campaigns.Planning;

/// <summary>
/// Fills a campaign's window: orders the paintings that are to be painted anew, then inserts the next ones and their triplets as ordered, sets aside what their
/// pictures may cost, commits, and publishes the orders. The row lock on the campaign lets one planner work on it at a time; orders lost between commit and
/// publish are found by the sweep. A draining campaign gets nothing new.
/// </summary>
internal sealed class PlanCampaign(
    IDbContextFactory<NightsDb> databases, IMessages messages, TimeProvider clock, IOptions<PlanningOptions> options)
{
    /// <returns>How many paintings were ordered.</returns>
    public async Task<int> Run(Guid campaignId, CancellationToken cancel)
    {
        var (spec, ordered) = await Order(campaignId, cancel);
        foreach (var painting in ordered)
            await messages.Publish(PaintingOrder.Of(painting, spec!), cancel);
        return ordered.Count;
    }

    private async Task<(CampaignSpec? Spec, IReadOnlyList<Painting> Ordered)> Order(Guid campaignId, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (!await HasSomethingToOrder(db, campaignId, cancel)) return (null, []);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);

        var campaign = await db.Campaigns
            .FromSql($"select * from campaign where id = {campaignId} and state in ({(int)CampaignState.Running}, {(int)CampaignState.Draining}) for no key update skip locked")
            .SingleOrDefaultAsync(cancel);
        if (campaign is null) return (null, []);

        var spec = campaign.ReadSpec();
        var paintings = db.Paintings.Where(painting => painting.CampaignId == campaignId);
        var room = options.Value.Window - await paintings.CountAsync(painting => painting.State == PaintingState.Ordered, cancel);
        room = ImageCost.PaintingsWithin(spec, campaign.CommittedMinor, campaign.OverspentMinor, Math.Max(0, room));
        var ordered = room is 0 ? [] : await paintings
            .Where(painting => painting.State == PaintingState.Planned).OrderBy(painting => painting.Number).Take(room).ToListAsync(cancel);
        var next = campaign.State is CampaignState.Running ? Math.Min(room - ordered.Count, spec.Painting.Count - campaign.PlannedPaintings) : 0;
        if (next > 0) ordered.AddRange(Insert(db, campaign, spec, next));
        if (ordered.Count is 0) return (null, []);

        var price = ImageCost.OfPainting(spec.Painting);
        foreach (var painting in ordered)
            (painting.State, painting.OrderedAt, painting.ReservedMinor) = (PaintingState.Ordered, clock.GetUtcNow(), price);
        campaign.CommittedMinor += checked(price * ordered.Count);
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return (spec, ordered);
    }

    /// <summary>Asked without the lock on the campaign's row, which every claim of a page needs: once all is ordered, none of them waits for a planner.</summary>
    private static async Task<bool> HasSomethingToOrder(NightsDb db, Guid campaignId, CancellationToken cancel) =>
        await db.Campaigns.AsNoTracking().SingleOrDefaultAsync(campaign => campaign.Id == campaignId, cancel) is { } campaign
        && (campaign.PlannedPaintings < campaign.ReadSpec().Painting.Count
            || await db.Paintings.AnyAsync(painting => painting.CampaignId == campaignId && painting.State == PaintingState.Planned, cancel));

    private static List<Painting> Insert(NightsDb db, Campaign campaign, CampaignSpec spec, int count)
    {
        var plan = PaintingPlan.Of(spec);
        var paintings = Enumerable.Range(campaign.PlannedPaintings, count).Select(number => Row(campaign, plan, number)).ToList();
        db.Paintings.AddRange(paintings);
        db.Triplets.AddRange(paintings.SelectMany(painting => Triplets(painting, spec.Painting.Roles)));
        campaign.PlannedPaintings += count;
        return paintings;
    }

    private static Painting Row(Campaign campaign, PaintingPlan plan, int number)
    {
        var planned = plan.At(number);
        return new Painting
        {
            Id = Guid.CreateVersion7(),
            CampaignId = campaign.Id,
            Number = number,
            Category = planned.Category,
            IsImageNet = planned.IsImageNet,
            Prompt = planned.Prompt,
            Seeds = [.. planned.Seeds],
            Variations = PaintingVariations.Write(planned.Variations),
            State = PaintingState.Planned,
        };
    }

    private static IEnumerable<Triplet> Triplets(Painting painting, TripletRoles roles)
    {
        var count = roles.PerPainting();
        return Enumerable.Range(0, count).Select(role => new Triplet
        {
            Id = Guid.CreateVersion7(),
            CampaignId = painting.CampaignId,
            PaintingId = painting.Id,
            Number = checked(painting.Number * count + role),
            Role = role,
            State = TripletState.Planned,
        });
    }
}
