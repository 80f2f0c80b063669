using Nights.Domain.Voting;
using Npgsql;
using static Nights.Database.Crowd.Deciding.Parameters;

namespace Nights.Database.Crowd.Marks;

/// <summary>
/// Puts quarantined votes back, as far as no other mark holds them. A vote that had counted counts again, unless others have meanwhile given all the votes
/// that the triplet may have: then it is late. Undone at once, a quarantine leaves every triplet as it was before.
/// </summary>
internal static class RestoreVotes
{
    // Still held by another mark: the votes of that mark's scope stay where they are.
    internal const string Free =
        """
        v.status = 4 and not exists (select 1 from participant_mark m where m.participant_id = v.participant_id and m.lifted_at is null and m.kind in (1, 2)
            and (m.campaign_id is null or m.campaign_id = v.campaign_id))
        """;

    /// <param name="connection">In a transaction that holds the participant's row and no lock below it; the mark is lifted already.</param>
    /// <param name="campaign">Null for all campaigns.</param>
    public static async Task<QuarantineEffect> Run(NpgsqlConnection connection, Guid participant, Guid? campaign, DateTimeOffset now, CancellationToken cancel)
    {
        var touched = await TouchedTriplets.Lock(connection, participant, campaign, $"v.status_before = 0 and {Free}", cancel);
        var (counted, late) = (new List<long>(), new List<long>());
        var ballots = new Dictionary<Guid, Ballot>();
        await using (var batch = connection.CreateBatch().Add($"""
            select v.id, v.triplet_id, v.choice, v.skill from vote v
            where v.participant_id = $1 and ($2::uuid is null or v.campaign_id = $2) and v.triplet_id is not null and v.status_before = 0 and not v.jnd and {Free} order by v.id
            """, Value(participant), TouchedTriplets.Scope(campaign)))
        await using (var rows = await batch.ExecuteReaderAsync(cancel))
        {
            while (await rows.ReadAsync(cancel))
            {
                var triplet = rows.GetGuid(1);
                if (!rows.IsDBNull(2) && !ballots.ContainsKey(triplet) && touched.BallotOf(triplet) is { } ballot && ballot.Tally.Total < touched.PolicyOf(triplet).MaxVotes)
                {
                    ballots[triplet] = touched.PolicyOf(triplet).Add(ballot, (Variation)rows.GetInt16(2), rows.SkillAt(3));
                    counted.Add(rows.GetInt64(0));
                }
                else
                {
                    late.Add(rows.GetInt64(0));
                }
            }
        }

        var (judgements, pairs) = await QuarantineJudgements.Undo(connection, participant, campaign, touched, now, cancel);
        await using (var batch = connection.CreateBatch()
            .Add("update vote set status = 0, status_before = null where id = any($1)", Value(counted.ToArray()))
            .Add("update vote set status = 3, status_before = null where id = any($1)", Value(late.ToArray()))
            // Answered while excluded: never counted, and now what they would have been.
            .Add($"""
                update vote v set status = case when v.gold_id is null then 3 else 1 end
                where v.participant_id = $1 and ($2::uuid is null or v.campaign_id = $2) and v.status_before is null and {Free}
                """, Value(participant), TouchedTriplets.Scope(campaign)))
        {
            await batch.ExecuteNonQueryAsync(cancel);
        }

        return new QuarantineEffect(counted.Count + late.Count + judgements, [.. await touched.Settle(connection, ballots, now, cancel), .. pairs]);
    }
}
