using Nights.Database.Crowd.Deciding;
using Nights.Domain.Campaigns;
using Nights.Domain.Quality;
using Npgsql;
using static Nights.Database.Crowd.Deciding.Parameters;

namespace Nights.Database.Crowd.Marks;

/// <summary>Reads what the quality rules look at, out of the votes themselves, so that it is the same after a quarantine as before.</summary>
public static class ReadEvidence
{
    // A vote that is quarantined stays evidence of how its participant works. The consensus leaves the participant's own vote out: in the triplet's tally it
    // stands while it counts.
    private const string Query =
        """
        with own as (
          select v.id, v.participant_id, v.status, v."right", v.response_ms, v.choice, case when not v.jnd then (v.choice = 0) = v.a_on_left end as pressed_left, v.jnd,
                 t.votes_a - (v.status = 0 and v.choice = 0)::int as others_a, t.votes_b - (v.status = 0 and v.choice = 1)::int as others_b
            from vote v left join triplet t on t.id = v.triplet_id and v.status in (0, 4) and not v.jnd
           where v.campaign_id = $1 and v.participant_id = any($2) and v.status <> 2 and (v.choice is not null or v.jnd)),
        series as (
          select participant_id, count(*) filter (where pressed_left is distinct from before)::int as runs
            from (select participant_id, pressed_left, lag(pressed_left) over (partition by participant_id order by id) as before from own where status <> 6 and not jnd) one
           group by participant_id)
        select own.participant_id, count(*)::int,
               count(*) filter (where status = 1)::int, count(*) filter (where status = 1 and "right")::int,
               count(*) filter (where status = 6)::int, count(*) filter (where status = 6 and "right")::int,
               count(*) filter (where status <> 6 and not jnd)::int, count(*) filter (where status <> 6 and pressed_left)::int, coalesce(max(series.runs), 0),
               count(*) filter (where response_ms < $3)::int, count(*) filter (where response_ms > $4)::int,
               percentile_cont(0.5) within group (order by response_ms)::float8,
               count(*) filter (where status = 7)::int, count(*) filter (where status = 7 and "right")::int,
               count(*) filter (where others_a + others_b >= 3 and others_a <> others_b)::int,
               count(*) filter (where others_a + others_b >= 3 and others_a <> others_b and (choice = 0) = (others_a > others_b))::int
          from own left join series on series.participant_id = own.participant_id group by own.participant_id
        """;

    /// <returns>One participant's evidence; null before their first answer.</returns>
    public static async Task<ParticipantEvidence?> One(NpgsqlConnection connection, Guid campaign, Guid participant, QualitySpec quality, CancellationToken cancel) =>
        (await Of(connection, campaign, [participant], quality, cancel)).GetValueOrDefault(participant);

    /// <returns>By participant, those who have answered in the campaign.</returns>
    public static async Task<IReadOnlyDictionary<Guid, ParticipantEvidence>> Of(
        NpgsqlConnection connection, Guid campaign, Guid[] participants, QualitySpec quality, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(connection);
        ArgumentNullException.ThrowIfNull(quality);
        await using var batch = connection.CreateBatch()
            .Add(Query, Value(campaign), Value(participants), Value(quality.TooFastMs), Value(quality.TooSlowMs));
        await using var row = await batch.ExecuteReaderAsync(cancel);
        var found = new Dictionary<Guid, ParticipantEvidence>();
        while (await row.ReadAsync(cancel)) found.Add(row.GetGuid(0), Of(row));
        return found;
    }

    private static ParticipantEvidence Of(NpgsqlDataReader row) => new()
    {
        Trials = row.GetInt32(1),
        Gold = new GoldScore(row.GetInt32(3), row.GetInt32(2)),
        Checks = new GoldScore(row.GetInt32(5), row.GetInt32(4)),
        Choices = row.GetInt32(6),
        Lefts = row.GetInt32(7),
        Runs = row.GetInt32(8),
        Fast = row.GetInt32(9),
        Slow = row.GetInt32(10),
        MedianMs = row.IsDBNull(11) ? null : row.GetDouble(11),
        Repeats = new GoldScore(row.GetInt32(13), row.GetInt32(12)),
        Agreement = new GoldScore(row.GetInt32(15), row.GetInt32(14)),
    };
}
