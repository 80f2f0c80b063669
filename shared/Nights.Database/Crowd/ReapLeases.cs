using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Nights.Database.Crowd;

/// <summary>
/// Takes back pages whose lease is over, so that others get their trials. Whoever runs it, however often and at the same time, each
/// page is taken back once: rows held by another are passed by. A page that is being answered at this moment is held, too.
/// </summary>
public static class ReapLeases
{
    /// <summary>Pages taken back in one transaction.</summary>
    public const int Limit = 100;

    /// <returns>Pages taken back, at most <see cref="Limit"/>; when that many, there may be more.</returns>
    public static async Task<int> Run(NightsDb db, DateTimeOffset now, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        await db.Database.OpenConnectionAsync(cancel);
        try
        {
            return await Run((NpgsqlConnection)db.Database.GetDbConnection(), now, cancel);
        }
        finally
        {
            await db.Database.CloseConnectionAsync();
        }
    }

    /// <inheritdoc cref="Run(NightsDb, DateTimeOffset, CancellationToken)"/>
    public static async Task<int> Run(NpgsqlConnection connection, DateTimeOffset now, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(connection);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        var pages = new List<Guid>();
        // The pages are locked by a statement of its own: what was answered is counted by a later one, which sees what the lock waited for.
        await using (var expired = new NpgsqlCommand(
            "select id from page where closed_at is null and expires_at <= $1 order by expires_at limit $2 for update skip locked", connection)
        {
            Parameters = { new NpgsqlParameter<DateTimeOffset> { TypedValue = now }, new NpgsqlParameter<int> { TypedValue = Limit } },
        })
        {
            await using var rows = await expired.ExecuteReaderAsync(cancel);
            while (await rows.ReadAsync(cancel)) pages.Add(rows.GetGuid(0));
        }

        await ReturnPages.Run(connection, [.. pages], now, cancel);
        await transaction.CommitAsync(cancel);
        return pages.Count;
    }
}
