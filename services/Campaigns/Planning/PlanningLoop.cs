using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Nights.Database;
using Nights.Domain.Campaigns;
using Nights.Domain.Triplets;

namespace Nights.Campaigns.Planning;

/// <summary>
/// Keeps the windows of all campaigns full and finishes those that are done: every second, and at once when the bell rings.
/// Any number of processes may run it.
/// </summary>
internal sealed partial class PlanningLoop(
    IDbContextFactory<NightsDb> databases,
    PlanCampaign plan,
    GiveUpPaintings giveUp,
    FinishCampaigns finish,
    AnnounceOrders announce,
    PlanningBell bell,
    IOptions<PlanningOptions> options,
    ILogger<PlanningLoop> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Guard("publish the orders that are out", announce.All, stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            await Guard("plan", Round, stoppingToken);
            await bell.Wait(TimeSpan.FromSeconds(options.Value.PollSeconds), stoppingToken);
        }
    }

    private async Task Round(CancellationToken cancel)
    {
        foreach (var campaign in await Planned(cancel))
        {
            if (await plan.Run(campaign, cancel) is > 0 and var count) LogOrdered(count);
            else if (await giveUp.Run(campaign, cancel) is > 0 and var given) LogGivenUp(given, campaign);
        }

        await finish.Run(cancel);
    }

    /// <summary>Campaigns that run, and those that drain with paintings left to be painted anew.</summary>
    private async Task<List<Guid>> Planned(CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await db.Campaigns
            .Where(campaign => campaign.State == CampaignState.Running || (campaign.State == CampaignState.Draining
                && db.Paintings.Any(painting => painting.CampaignId == campaign.Id && painting.State == PaintingState.Planned)))
            .OrderBy(campaign => campaign.StartedAt)
            .Select(campaign => campaign.Id)
            .ToListAsync(cancel);
    }

    // The loop is the boundary that owns the retry: whatever failed is tried again at the next poll.
    private async Task Guard(string what, Func<CancellationToken, Task> work, CancellationToken cancel)
    {
        try
        {
            await work(cancel);
        }
        catch (Exception fault) when (!cancel.IsCancellationRequested)
        {
            LogFault(fault, what);
        }
    }

    [LoggerMessage(LogLevel.Information, "Ordered {Count} paintings")]
    private partial void LogOrdered(int count);

    [LoggerMessage(LogLevel.Warning, "Gave up {Count} paintings of the draining campaign {CampaignId}: the cap leaves no room for their pictures")]
    private partial void LogGivenUp(int count, Guid campaignId);

    [LoggerMessage(LogLevel.Error, "Could not {What}; it is tried again in a moment")]
    private partial void LogFault(Exception fault, string what);
}
