using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Nights.Database;

namespace Nights.Campaigns.Retention;

/// <summary>Drops what browsers measured beside old answers, in portions, so that no lock is held for long.</summary>
internal sealed partial class ForgetTimings(
    IDbContextFactory<NightsDb> databases, TimeProvider clock, IOptions<RetentionOptions> options, ILogger<ForgetTimings> logger)
{
    private const int Portion = 10_000;

    public async Task Run(CancellationToken cancel)
    {
        var before = clock.GetUtcNow() - TimeSpan.FromDays(options.Value.TimingDays);
        await using var db = await databases.CreateDbContextAsync(cancel);
        var (total, cleared) = (0, 0);
        do
        {
            cleared = await db.Votes
                .Where(vote => db.Votes
                    .Where(old => old.CastAt < before && old.Timing != null)
                    .OrderBy(old => old.Id)
                    .Take(Portion)
                    .Select(old => old.Id)
                    .Contains(vote.Id))
                .ExecuteUpdateAsync(set => set.SetProperty(vote => vote.Timing, (string?)null), cancel);
            total += cleared;
        }
        while (cleared == Portion);
        if (total > 0) LogForgotten(total, options.Value.TimingDays);
    }

    [LoggerMessage(LogLevel.Information, "Dropped the timings of {Count} answers older than {Days} days")]
    private partial void LogForgotten(int count, int days);
}
