using Microsoft.EntityFrameworkCore;
using Nights.Database;
using Nights.Database.Snapshots;
using Nights.Datasets.Writing;
using Nights.Domain.Snapshots;
using Nights.Domain.Storage;
using Nights.Hosting.Objects;
using Npgsql;

namespace Nights.Campaigns.Snapshots;

/// <summary>
/// Builds the files of one snapshot, the manifest last, and then says in its row that it is ready. A lock that ends with its connection
/// keeps two builders apart; what a killed one left is completed by the next, to the same bytes.
/// </summary>
internal sealed partial class BuildSnapshot(
    IDbContextFactory<NightsDb> databases, NpgsqlDataSource source, CutSnapshot cut, IObjects objects, TimeProvider clock, ILogger<BuildSnapshot> logger)
{
    private const int LongestFailure = 1000;

    /// <summary>Building for longer than this without a lock means that the builder died or was never called.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public async Task Run(Guid id, CancellationToken cancel)
    {
        await using var guard = await source.OpenConnectionAsync(cancel);
        if (!await Lock(guard, id, cancel)) return;
        try
        {
            await Build(id, cancel);
        }
        finally
        {
            await Unlock(guard, id);
        }
    }

    private async Task Build(Guid id, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (await db.Snapshots.SingleOrDefaultAsync(row => row.Id == id && row.State == SnapshotState.Building, cancel) is not { } snapshot) return;
        try
        {
            var written = await Write(snapshot, cancel);
            snapshot.State = SnapshotState.Ready;
            snapshot.Triplets = written.Manifest.Counts.Triplets;
            snapshot.ManifestSha256 = written.ManifestSha256;
            snapshot.ReadyAt = clock.GetUtcNow();
            LogReady(snapshot.Name, snapshot.Version, snapshot.Triplets);
        }
        catch (Exception fault) when (!cancel.IsCancellationRequested)
        {
            snapshot.State = SnapshotState.Failed;
            snapshot.Failure = fault.Message.Length <= LongestFailure ? fault.Message : fault.Message[..LongestFailure];
            LogFailed(fault, snapshot.Name, snapshot.Version);
        }

        await db.SaveChangesAsync(cancel);
    }

    /// <summary>Builds what has been asked for and is not being built.</summary>
    public async Task Resume(CancellationToken cancel)
    {
        List<Guid> waiting;
        var before = clock.GetUtcNow() - Patience;
        await using (var db = await databases.CreateDbContextAsync(cancel))
        {
            waiting = await db.Snapshots
                .Where(row => row.State == SnapshotState.Building && row.CreatedAt < before)
                .OrderBy(row => row.CreatedAt)
                .Select(row => row.Id)
                .ToListAsync(cancel);
        }

        foreach (var id in waiting) await Run(id, cancel);
    }

    private async Task<WrittenSnapshot> Write(Snapshot snapshot, CancellationToken cancel)
    {
        var content = await cut.Run(snapshot, cancel);
        if (content.Triplets.Count is 0)
            throw new InvalidOperationException($"{snapshot.Name} has no accepted triplet up to vote {snapshot.Mark}; at least 1 is required.");

        return await SnapshotFiles.Write(
            content,
            async (sha256, stop) => await objects.Get(ObjectKeys.Picture(sha256), stop),
            new ObjectSink(objects, snapshot.Name, snapshot.Version),
            written: null,
            cancel);
    }

    private static async Task<bool> Lock(NpgsqlConnection connection, Guid id, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand("select pg_try_advisory_lock(hashtextextended($1, 0))", connection);
        command.Parameters.AddWithValue($"snapshot {id}");
        return await command.ExecuteScalarAsync(cancel) is true;
    }

    // The connection goes back to its pool as it is, and the lock is the connection's.
    private static async Task Unlock(NpgsqlConnection connection, Guid id)
    {
        await using var command = new NpgsqlCommand("select pg_advisory_unlock(hashtextextended($1, 0))", connection);
        command.Parameters.AddWithValue($"snapshot {id}");
        await command.ExecuteNonQueryAsync(CancellationToken.None);
    }

    [LoggerMessage(LogLevel.Information, "Snapshot {Name}@{Version} is ready with {Triplets} triplets")]
    private partial void LogReady(string name, string version, int triplets);

    [LoggerMessage(LogLevel.Error, "Snapshot {Name}@{Version} could not be built")]
    private partial void LogFailed(Exception fault, string name, string version);
}
