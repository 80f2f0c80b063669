using Nights.Crowd.Campaigns;
using Nights.Crowd.Database;
using Nights.Database.Triplets;
using Npgsql;
using static Nights.Crowd.Database.Statements;

namespace Nights.Crowd.Painted;

/// <summary>
/// Sends a painting that repeats an earlier one back to be ordered again with the next attempt, whose seeds are others; after painting.redraws such
/// repeats in a row it is failed, with the number of the painting that it repeats.
/// </summary>
internal static class PaintAnew
{
    public static async Task Run(
        NpgsqlConnection connection, RunningCampaign campaign, AwaitedPainting painting, int earlier, DateTimeOffset now, CancellationToken cancel)
    {
        var redraws = campaign.Spec.Painting.Redraws;
        var last = painting.Repeats >= redraws;
        var screened = new Dictionary<string, int>(painting.Message.Screened) { [ScreenedCounts.Repeat] = 1 };
        await using (var statement = connection.Statement(
            $"""
            update painting set repeats = repeats + 1, attempt = attempt + $2, state = 0, ordered_at = null, reserved_minor = 0, generator = $3,
                cost_minor = cost_minor + $4, screened = {ScreenedCounts.Plus("$5")}
            where id = $1
            """,
            Value(painting.Id), Value(last ? 0 : 1), Value(painting.Message.Generator), Value(painting.CostMinor), Json(ScreenedCounts.Write(screened))))
        {
            await statement.ExecuteNonQueryAsync(cancel);
        }

        if (!last) return;
        var reason = $"it looks like painting {earlier}, and did so {painting.Repeats} times before (painting.redraws is {redraws}); its prompt leaves too little room, so add categories or vary the prompt.";
        await FailPaintings.Run(connection, [(painting.Id, reason)], now, cancel);
    }
}
