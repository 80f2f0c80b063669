using Nights.Contracts;
using Nights.Crowd.Database;
using Npgsql;
using static Nights.Crowd.Database.Statements;

namespace Nights.Crowd.Painted;

/// <summary>
/// Finds the messages that answer what is awaited, and locks their rows: the painting has no pictures yet and its attempt is the message's. Whatever answers
/// an older attempt, or comes a second time, is left out.
/// </summary>
internal static class LockPaintings
{
    /// <returns>By place in the campaign, so that of two alike the earlier one is kept.</returns>
    public static async Task<List<AwaitedPainting>> Run(NpgsqlConnection connection, TripletPainted[] messages, CancellationToken cancel)
    {
        await using var statement = connection.Statement(
            """
            select id, campaign_id, attempt, number, repeats, reserved_minor from painting
            where id = any($1) and state in (0, 1) order by id for no key update
            """, Value(messages.Select(message => message.PaintingId).ToArray()));
        var awaited = new List<AwaitedPainting>();
        await using var rows = await statement.ExecuteReaderAsync(cancel);
        while (await rows.ReadAsync(cancel))
        {
            var (id, campaign, attempt) = (rows.GetGuid(0), rows.GetGuid(1), rows.GetInt32(2));
            var message = Array.Find(messages, one => one.PaintingId == id && one.CampaignId == campaign && one.Attempt == attempt);
            if (message is not null) awaited.Add(new AwaitedPainting(message, rows.GetInt32(3), rows.GetInt32(4), rows.GetInt64(5)));
        }

        return [.. awaited.OrderBy(painting => painting.Number)];
    }
}
