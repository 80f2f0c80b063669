using Microsoft.EntityFrameworkCore;
using Nights.Campaigns.Schedule;
using Nights.Database;
using Npgsql;

namespace Nights.Campaigns;

/// <summary>
/// Brings a database to the newest model, then the job tables. Any number of processes may try at once: an advisory lock lets one in and
/// the others find the work done.
/// </summary>
public static class ApplyMigrations
{
    /// <summary>Key of the advisory lock: "nights" in ASCII.</summary>
    private const long LockKey = 0x6e6967687473;

    /// <param name="connectionString">Of a role that may create tables.</param>
    public static async Task Run(string connectionString, CancellationToken cancel)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        var options = new DbContextOptionsBuilder<NightsDb>();
        options.UseNights(source);

        // The lock belongs to a connection of its own and ends with it.
        await using var guard = await source.OpenConnectionAsync(cancel);
        await using (var waiting = new NpgsqlCommand($"select pg_advisory_lock({LockKey})", guard) { CommandTimeout = 0 })
            await waiting.ExecuteNonQueryAsync(cancel);

        await using var db = new NightsDb(options.Options);
        await db.Database.MigrateAsync(cancel);
        JobStore.Prepare(guard);
    }
}
