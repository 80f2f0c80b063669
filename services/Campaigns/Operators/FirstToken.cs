using Microsoft.EntityFrameworkCore;
using Nights.Database;

namespace Nights.Campaigns.Operators;

/// <summary>
/// While nobody has a key, every start of the service writes a fresh set-up token to its log: whoever reads the log of the installation may
/// become its first operator. The local host, which makes a key itself, never sees one.
/// </summary>
internal sealed partial class FirstToken(IDbContextFactory<NightsDb> databases, TimeProvider clock, ILogger<FirstToken> logger) : IHostedService
{
    private static readonly TimeSpan Valid = TimeSpan.FromHours(24);

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var now = clock.GetUtcNow();
        if (await db.OperatorKeys.AnyAsync(key => !key.OneTime || (key.SpentAt == null && key.ExpiresAt > now && key.CreatedAt > now.AddMinutes(-1)), cancellationToken)) return;
        LogToken(await OperatorKeys.CreateOneTime(db, Valid, clock, cancellationToken), Valid.TotalHours);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(LogLevel.Warning, "No operator has a key yet. Log in to the console, or POST /api/v1/keys, with the set-up token {Token}; it works once and for {Hours} hours")]
    private partial void LogToken(string token, double hours);
}
