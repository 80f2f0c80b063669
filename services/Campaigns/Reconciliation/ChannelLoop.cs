using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Nights.Campaigns.Calls;
using Nights.Campaigns.Channels;
using Nights.Database;

namespace Nights.Campaigns.Reconciliation;

/// <summary>
/// Makes the calls that are due, acts on notifications, and asks the marketplaces now and then. Any number of processes may run it: calls are handed to one at a
/// time, and hearing the same news twice changes nothing.
/// </summary>
internal sealed partial class ChannelLoop(
    IDbContextFactory<NightsDb> databases, DeliverCalls deliver, HandleNotifications notifications, ReconcileStudy reconcile, FindStrays strays,
    ChannelBell bell, IOptions<ChannelOptions> options, TimeProvider clock, ILogger<ChannelLoop> logger) : BackgroundService
{
    /// <summary>After this a study is history: its marketplace has decided everything itself.</summary>
    private const int SettledAfterDays = 60;

    private DateTimeOffset strayed = DateTimeOffset.MinValue;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Guard("make calls to channels", deliver.Run, stoppingToken);
            await Guard("act on notifications", notifications.Run, stoppingToken);
            await Guard("reconcile studies", Reconcile, stoppingToken);
            await bell.Wait(TimeSpan.FromSeconds(options.Value.PollSeconds), stoppingToken);
        }
    }

    private async Task<int> Reconcile(CancellationToken cancel)
    {
        var due = await Due(cancel);
        foreach (var study in due) await reconcile.Run(study, cancel);
        if (due.Count > 0) bell.Ring();          // what a rule has approved goes out at once
        var now = clock.GetUtcNow();
        if (now - strayed >= TimeSpan.FromSeconds(options.Value.ReconcileSeconds))
        {
            strayed = now;
            await strays.Run(cancel);
        }

        return due.Count;
    }

    private async Task<List<Guid>> Due(CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var (before, history) = (now.AddSeconds(-options.Value.ReconcileSeconds), now.AddDays(-SettledAfterDays));
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await db.Studies
            .Where(study => study.ExternalId != null && study.CreatedAt.AddDays(study.Days) > history && (study.ReconciledAt == null || study.ReconciledAt < before))
            .OrderBy(study => study.ReconciledAt)
            .Select(study => study.Id)
            .ToListAsync(cancel);
    }

    // The loop is the boundary that owns the retry: whatever failed is tried again at the next look.
    private async Task Guard(string what, Func<CancellationToken, Task<int>> work, CancellationToken cancel)
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

    [LoggerMessage(LogLevel.Error, "Could not {What}; it is tried again in a moment")]
    private partial void LogFault(Exception fault, string what);
}
