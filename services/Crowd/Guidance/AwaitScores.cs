using Nights.Crowd.Campaigns;
using Nights.Crowd.Database;
using Npgsql;
using static Nights.Crowd.Database.Statements;

namespace Nights.Crowd.Guidance;

/// <summary>
/// Notes, in the transaction that records paintings as painted, that the model is to score them before their triplets are opened. A trainer is asked by the loop,
/// from what is noted: whatever dies in between loses nothing.
/// </summary>
internal static class AwaitScores
{
    public static async Task Run(NpgsqlConnection connection, RunningCampaign campaign, Guid[] paintings, DateTimeOffset now, CancellationToken cancel)
    {
        await using var statement = connection.Statement(
            "insert into awaited_score (painting_id, campaign_id, since) select painting, $2, $3 from unnest($1) as p (painting) on conflict do nothing",
            Value(paintings), Value(campaign.Id), Value(now));
        await statement.ExecuteNonQueryAsync(cancel);
    }
}
