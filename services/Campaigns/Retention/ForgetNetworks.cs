using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Nights.Database;

namespace Nights.Campaigns.Retention;

/// <summary>Drops the hashes of the networks that old sessions came from.</summary>
internal sealed partial class ForgetNetworks(
    IDbContextFactory<NightsDb> databases, TimeProvider clock, IOptions<RetentionOptions> options, ILogger<ForgetNetworks> logger)
{
    public async Task Run(CancellationToken cancel)
    {
        var before = clock.GetUtcNow() - TimeSpan.FromDays(options.Value.NetworkDays);
        await using var db = await databases.CreateDbContextAsync(cancel);
        var forgotten = await db.Sessions.Where(session => session.Network != null && session.CreatedAt < before)
            .ExecuteUpdateAsync(set => set.SetProperty(session => session.Network, (byte[]?)null), cancel);
        if (forgotten > 0) LogForgotten(forgotten, options.Value.NetworkDays);
    }

    [LoggerMessage(LogLevel.Information, "Dropped the networks of {Count} sessions older than {Days} days")]
    private partial void LogForgotten(int count, int days);
}
