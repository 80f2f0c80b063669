using Nights.Crowd.Database;
using Npgsql;
using static Nights.Crowd.Database.Statements;

namespace Nights.Crowd.Guidance;

/// <summary>Which paintings are still to be opened: locks their notes, so that of an answer, its repeat and the end of patience just one opens a painting.</summary>
internal static class LockAwaited
{
    /// <summary>Of these paintings those that wait, with their campaigns. Their notes are gone with the caller's transaction.</summary>
    public static Task<List<(Guid Painting, Guid Campaign)>> Of(NpgsqlConnection connection, Guid[] paintings, CancellationToken cancel) => Take(
        connection.Statement(Taking("painting_id = any($1)", "for update"), Value(paintings)), cancel);

    /// <summary>Up to so many that have waited since before a time, but for those that are being opened just now.</summary>
    public static Task<List<(Guid Painting, Guid Campaign)>> Before(NpgsqlConnection connection, DateTimeOffset since, int most, CancellationToken cancel) => Take(
        connection.Statement(Taking("since < $1", "limit $2 for update skip locked"), Value(since), Value(most)), cancel);

    // The painting's row is what everybody locks who opens or fails its triplets; by id, as everybody does.
    private static string Taking(string which, string rest) =>
        $"""
        with held as (select painting_id from awaited_score where {which} order by painting_id {rest}),
            locked as (select p.id from painting p join held on held.painting_id = p.id order by p.id for no key update of p)
        delete from awaited_score a using locked where a.painting_id = locked.id returning a.painting_id, a.campaign_id
        """;

    private static async Task<List<(Guid Painting, Guid Campaign)>> Take(NpgsqlBatch statement, CancellationToken cancel)
    {
        await using var _ = statement;
        await using var rows = await statement.ExecuteReaderAsync(cancel);
        var taken = new List<(Guid, Guid)>();
        while (await rows.ReadAsync(cancel)) taken.Add((rows.GetGuid(0), rows.GetGuid(1)));
        return taken;
    }
}
