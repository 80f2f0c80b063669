using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Nights.Database;
using Nights.Domain.Campaigns;

namespace Nights.Campaigns.Planning;

/// <summary>
/// Keeps the windows of all running campaigns full and finishes those that are done: every second, and at once when the bell rings.
/// Any number of processes may run it.
/// </summary>
internal sealed partial class PlanningLoop(
    IDbContextFactory<NightsDb> databases,
    PlanCampaign plan,
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
        foreach (var campaign in await Running(cancel))
        {
            if (await plan.Run(campaign, cancel) is > 0 and var count) LogOrdered(count);
        }

        await finish.Run(cancel);
    }

    private async Task<List<Guid>> Running(CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await db.Campaigns.Where(campaign => campaign.State == CampaignState.Running).OrderBy(campaign => campaign.StartedAt).Select(campaign => campaign.Id).ToListAsync(cancel);
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

    [LoggerMessage(LogLevel.Error, "Could not {What}; it is tried again in a moment")]
    private partial void LogFault(Exception fault, string what);
}
