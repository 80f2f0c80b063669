using Hangfire;
using Microsoft.EntityFrameworkCore;
using Nights.Database;
using Nights.Database.Crowd;

namespace Nights.Campaigns.Schedule;

/// <summary>Takes back pages whose lease is over. Safe at any time and beside any number of others: see <see cref="ReapLeases"/>.</summary>
[AutomaticRetry(Attempts = 0)]                               // the next tick is the retry
[DisableConcurrentExecution(timeoutInSeconds: 0)]
internal sealed partial class ReapLeasesJob(IDbContextFactory<NightsDb> databases, TimeProvider clock, ILogger<ReapLeasesJob> logger)
{
    public async Task Run(CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var (total, taken) = (0, 0);
        do
        {
            taken = await ReapLeases.Run(db, clock.GetUtcNow(), cancel);
            total += taken;
        }
        while (taken == ReapLeases.Limit);
        if (total > 0) LogReaped(total);
    }

    [LoggerMessage(LogLevel.Information, "Took back {Count} pages whose time was over")]
    private partial void LogReaped(int count);
}
