using Nights.Database.Campaigns;
using Npgsql;

namespace Nights.Database.Crowd;

/// <summary>
/// Takes pages back from their participants: their unanswered slots open again and the spend reserved for unanswered trials is
/// released. Runs inside the caller's transaction, which holds the pages' row locks and no lock on a campaign.
/// </summary>
public static class ReturnPages
{
    /// <returns>Trials that were not answered.</returns>
    public static async Task<int> Run(NpgsqlConnection connection, Guid[] pages, DateTimeOffset now, CancellationToken cancel)
    {
        if (pages.Length is 0) return 0;
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new("update page set closed_at = $2 where id = any($1) and closed_at is null")
                {
                    Parameters = { new NpgsqlParameter<Guid[]> { TypedValue = pages }, new NpgsqlParameter<DateTimeOffset> { TypedValue = now } },
                },
                // Slots by id, as everybody locks them: two who take the same slots in another order would wait for each other.
                new("""
                    with held as (select id from slot where page_id = any($1) and state = 1 order by id for update)
                    update slot set state = 0, page_id = null, participant_id = null, expires_at = null from held where slot.id = held.id
                    """)
                {
                    Parameters = { new NpgsqlParameter<Guid[]> { TypedValue = pages } },
                },
                new("""
                    select p.campaign_id, c.spec, count(*) from trial t join page p on p.id = t.page_id join campaign c on c.id = p.campaign_id
                    where t.page_id = any($1) and not exists (select 1 from vote v where v.trial_id = t.id)
                    group by p.campaign_id, c.spec order by p.campaign_id
                    """)
                {
                    Parameters = { new NpgsqlParameter<Guid[]> { TypedValue = pages } },
                },
            },
        };
        var releases = new List<(Guid Campaign, long Minor)>();
        var unanswered = 0;
        await using (var rows = await batch.ExecuteReaderAsync(cancel))
        {
            while (await rows.ReadAsync(cancel))
            {
                var trials = (int)rows.GetInt64(2);
                unanswered += trials;
                releases.Add((rows.GetGuid(0), (long)trials * CampaignSpecs.Read(rows.GetString(1)).Budget.PayPerTrialMinor));
            }
        }

        foreach (var (campaign, minor) in releases) await ChangeSpend.Run(connection, campaign, -minor, cancel);
        return unanswered;
    }
}
