using Nights.Database.Crowd.Deciding;
using Nights.Domain.Triplets;
using Nights.Domain.Voting;
using Npgsql;
using static Nights.Database.Crowd.Deciding.Parameters;

namespace Nights.Database.Crowd.Marks;

/// <summary>
/// Takes counted judgements of flashed pairs out, or puts them back. A triplet of such a campaign wants a fixed number of them, so each that is taken out is
/// asked of somebody else, by a slot for the same pair. The triplets are locked already.
/// </summary>
internal static class QuarantineJudgements
{
    private const string Mine = "v.participant_id = $1 and ($2::uuid is null or v.campaign_id = $2) and v.triplet_id is not null and v.jnd";

    /// <returns>Judgements that count no more, and what became of their triplets.</returns>
    public static async Task<(int Judgements, IReadOnlyList<TripletMove> Moves)> Run(
        NpgsqlConnection connection, Guid participant, Guid? campaign, TouchedTriplets touched, CancellationToken cancel)
    {
        await using var batch = connection.CreateBatch().Add($"""
            with gone as (update vote v set status = 4, status_before = 0 where {Mine} and v.status = 0 returning v.campaign_id, v.triplet_id, v.trial_id, v.choice)
            , opened as (
                insert into slot (campaign_id, triplet_id, round, state, rank, pair)
                select gone.campaign_id, gone.triplet_id, s.round, 0, floor(random() * 2147483647)::int, s.pair
                from gone join triplet t on t.id = gone.triplet_id and t.state in (1, 2) join trial x on x.id = gone.trial_id join slot s on s.id = x.slot_id)
            update triplet t set state = case when t.state = 2 then 1 else t.state end, decided_at = case when t.state = 2 then null else t.decided_at end,
                votes_a = t.votes_a - coalesce((gone.choice = 0)::int, 0), votes_b = t.votes_b - coalesce((gone.choice = 1)::int, 0)
            from gone where t.id = gone.triplet_id returning t.id, t.state, t.votes_a, t.votes_b
            """, Value(participant), TouchedTriplets.Scope(campaign));
        await using var rows = await batch.ExecuteReaderAsync(cancel);
        var moves = new List<TripletMove>();
        while (await rows.ReadAsync(cancel)) moves.Add(Move(rows, touched));
        return (moves.Count, moves);
    }

    /// <summary>A judgement counts again while a slot for its pair is still out, which ends then; else it is late.</summary>
    /// <returns>Judgements that were quarantined, and what became of the triplets of those that count again.</returns>
    public static async Task<(int Judgements, IReadOnlyList<TripletMove> Moves)> Undo(
        NpgsqlConnection connection, Guid participant, Guid? campaign, TouchedTriplets touched, DateTimeOffset now, CancellationToken cancel)
    {
        var votes = new List<long>();
        await using (var look = connection.CreateBatch().Add(
            $"select v.id from vote v where {Mine} and v.status_before = 0 and {RestoreVotes.Free} order by v.id", Value(participant), TouchedTriplets.Scope(campaign)))
        await using (var found = await look.ExecuteReaderAsync(cancel))
        {
            while (await found.ReadAsync(cancel)) votes.Add(found.GetInt64(0));
        }

        if (votes.Count is 0) return (0, []);
        await using var batch = connection.CreateBatch();
        foreach (var vote in votes) batch.Add(PutBack, Value(vote), Value(now));
        await using var rows = await batch.ExecuteReaderAsync(cancel);
        var moves = new List<TripletMove>();
        do
        {
            while (await rows.ReadAsync(cancel)) moves.Add(Move(rows, touched));
        }
        while (await rows.NextResultAsync(cancel));
        return (votes.Count, moves);
    }

    private const string PutBack =
        """
        with own as (
            select v.id, v.triplet_id, v.choice, s.pair from vote v join trial x on x.id = v.trial_id join slot s on s.id = x.slot_id where v.id = $1)
        , ended as (
            update slot set state = 3 where id = (
                select s.id from slot s join own on own.triplet_id = s.triplet_id and s.pair is not distinct from own.pair where s.state in (0, 1) order by s.state, s.id limit 1)
            returning id)
        , restored as (update vote set status = case when exists (select from ended) then 0 else 3 end, status_before = null where id = $1)
        update triplet t set votes_a = t.votes_a + coalesce((own.choice = 0)::int, 0), votes_b = t.votes_b + coalesce((own.choice = 1)::int, 0),
            state = case when rest.more or t.state = 4 then t.state else 2 end, decided_at = case when rest.more or t.state = 4 then t.decided_at else $2 end
        from own, lateral (
            select exists (select from slot s where s.triplet_id = own.triplet_id and s.state in (0, 1) and s.id not in (select id from ended)) as more) rest
        where t.id = own.triplet_id and exists (select from ended) returning t.id, t.state, t.votes_a, t.votes_b
        """;

    private static TripletMove Move(NpgsqlDataReader rows, TouchedTriplets touched)
    {
        var (campaign, before) = touched.Of(rows.GetGuid(0));
        return new TripletMove(campaign, before.Id, before.State, (TripletState)rows.GetInt16(1), before.Ballot.Tally, new Tally(rows.GetInt32(2), rows.GetInt32(3)));
    }
}
