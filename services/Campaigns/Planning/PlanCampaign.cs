using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Nights.Database;
using Nights.Database.Campaigns;
using Nights.Database.Triplets;
using Nights.Domain.Campaigns;
using Nights.Domain.Triplets;
using Nights.Hosting.Bus;

namespace Nights.Campaigns.Planning;

/// <summary>
/// Fills a running campaign's window: inserts the next paintings and triplets as ordered, commits, then publishes the orders. The row lock
/// on the campaign lets one planner work on it at a time; orders lost between commit and publish are found by the sweep.
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
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);

        var campaign = await db.Campaigns
            .FromSql($"select * from campaign where id = {campaignId} and state = {(int)CampaignState.Running} for no key update skip locked")
            .SingleOrDefaultAsync(cancel);
        if (campaign is null) return (null, []);

        var spec = campaign.ReadSpec();
        var outstanding = await db.Paintings.CountAsync(
            painting => painting.CampaignId == campaignId && (painting.State == PaintingState.Planned || painting.State == PaintingState.Ordered), cancel);
        var count = Math.Min(options.Value.Window - outstanding, spec.Painting.Count - campaign.PlannedPaintings);
        if (count <= 0) return (null, []);

        var plan = PaintingPlan.Of(spec);
        var paintings = Enumerable.Range(campaign.PlannedPaintings, count).Select(number => Row(campaign, plan, number)).ToList();
        db.Paintings.AddRange(paintings);
        db.Triplets.AddRange(paintings.SelectMany(painting => Triplets(painting, spec.Painting.Roles)));
        campaign.PlannedPaintings += count;
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return (spec, paintings);
    }

    private Painting Row(Campaign campaign, PaintingPlan plan, int number)
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
            State = PaintingState.Ordered,
            OrderedAt = clock.GetUtcNow(),
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
