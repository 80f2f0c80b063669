using Nights.Crowd.Campaigns;
using Nights.Crowd.Database;
using Npgsql;
using static Nights.Crowd.Database.Statements;

namespace Nights.Crowd.Painted;

/// <summary>
/// Puts the triplets of painted paintings into the queue: state Queued, round 1, and the wanted votes of that round as open slots in random order. Runs in the
/// caller's transaction, which holds the paintings' row locks; triplets that are not planned any more are passed over.
/// </summary>
internal static class OpenRoundOne
{
    public static async Task Run(NpgsqlConnection connection, RunningCampaign campaign, Guid[] paintings, CancellationToken cancel)
    {
        await using var statement = connection.Statement(
            """
            with opened as (update triplet set state = 1, round = 1 where painting_id = any($1) and campaign_id = $4 and state = 0 returning id, campaign_id)
            insert into slot (campaign_id, triplet_id, round, state, rank, pair)
            select campaign_id, id, 1, 0, floor(random() * 2147483647)::int, case when $3 then n % 2 end from opened cross join generate_series(1, $2) n
            """,
            Value(paintings), Value(campaign.FirstSlots), Value(campaign.JudgesSinglePairs), Value(campaign.Id));
        await statement.ExecuteNonQueryAsync(cancel);
    }
}
