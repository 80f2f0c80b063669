using Nights.Crowd.Database;
using Nights.Crowd.Sessions;
using Nights.Database.Crowd;
using Nights.Domain.Quality;
using Npgsql;
using static Nights.Crowd.Database.Statements;

namespace Nights.Crowd.Jnd;

/// <summary>
/// Excludes a participant whose catch trials were too often wrong, inside the transaction of the last of them. Their pages go back, their counted judgements of the
/// campaign are quarantined, and each is asked of somebody else. Locks as everybody does: pages, triplets by id, slots by id, the campaign last.
/// </summary>
internal sealed partial class ExcludeJudge(ILogger<ExcludeJudge> log)
{
    /// <returns>Judgements that are wanted again.</returns>
    public async Task<int> Run(NpgsqlConnection connection, HitCaller caller, GoldScore score, DateTimeOffset now, CancellationToken cancel)
    {
        var pages = new List<Guid>();
        var quarantined = 0;
        await using (var batch = connection.CreateBatch()
            .Add("update participant set state = 1, exclusion_reason = $2 where id = $1",
                Value(caller.ParticipantId), Value($"{score.Right} of {score.Total} catch trials right in campaign {caller.Campaign.Spec.Name}"))
            .Add("select id from page where participant_id = $1 and closed_at is null order by id for update", Value(caller.ParticipantId))
            .Add("""
                select 1 from triplet where id in (select triplet_id from vote where participant_id = $1 and campaign_id = $2 and status = 0)
                order by id for no key update
                """, Value(caller.ParticipantId), Value(caller.Campaign.Id))
            .Add("""
                with gone as (update vote set status = 4 where participant_id = $1 and campaign_id = $2 and status = 0 returning id, triplet_id, choice)
                , reopened as (
                    update triplet t set state = 1, decided_at = null, votes_a = votes_a - coalesce((gone.choice = 0)::int, 0), votes_b = votes_b - coalesce((gone.choice = 1)::int, 0)
                    from gone where t.id = gone.triplet_id and t.state in (1, 2) returning t.id)
                insert into slot (campaign_id, triplet_id, round, state, rank, pair)
                select $2, gone.triplet_id, 1, 0, floor(random() * 2147483647)::int, case when $3 then case when j.same_a is null then 1 else 0 end end
                from gone join reopened on reopened.id = gone.triplet_id join judgement j on j.vote_id = gone.id
                returning id
                """, Value(caller.ParticipantId), Value(caller.Campaign.Id), Value(caller.Campaign.JudgesSinglePairs)))
        {
            await using var rows = await batch.ExecuteReaderAsync(cancel);
            while (await rows.ReadAsync(cancel)) pages.Add(rows.GetGuid(0));
            await rows.NextResultAsync(cancel);
            await rows.NextResultAsync(cancel);
            while (await rows.ReadAsync(cancel)) quarantined++;
        }

        // Releases spend, so it comes last: the campaign's row is the last lock anybody takes.
        await ReturnPages.Run(connection, [.. pages], now, cancel);
        LogExcluded(caller.ParticipantId, score.Right, score.Total, caller.Campaign.Id, quarantined);
        return quarantined;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message =
        "Participant {ParticipantId} is excluded: {Right} of {Total} catch trials right. {Quarantined} judgements of campaign {CampaignId} are asked again.")]
    private partial void LogExcluded(Guid participantId, int right, int total, Guid campaignId, int quarantined);
}
