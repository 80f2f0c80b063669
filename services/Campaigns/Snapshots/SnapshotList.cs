using Microsoft.EntityFrameworkCore;
using Nights.Database;

namespace Nights.Campaigns.Snapshots;

/// <summary>Finds snapshots for the API and the console.</summary>
internal sealed class SnapshotList(IDbContextFactory<NightsDb> databases)
{
    /// <summary>All of them, the newest first.</summary>
    public async Task<IReadOnlyList<SnapshotView>> All(CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await db.Snapshots.OrderByDescending(row => row.CreatedAt).Select(SnapshotView.Of).ToListAsync(cancel);
    }

    public async Task<SnapshotView?> One(string name, string version, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await db.Snapshots.Where(row => row.Name == name && row.Version == version).Select(SnapshotView.Of).SingleOrDefaultAsync(cancel);
    }
}
