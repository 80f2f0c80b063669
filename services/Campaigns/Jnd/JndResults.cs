using System.Data;
using Nights.Database.Crowd.Marks;
using Nights.Domain.Jnd;
using Nights.Domain.Voting;
using Npgsql;

namespace Nights.Campaigns.Jnd;

/// <summary>Counts judgements of flashed pairs from the rows themselves, in one snapshot of the database.</summary>
internal sealed class JndResults(NpgsqlDataSource source)
{
    private static readonly string Statements =
        $"""
        select t.id, t.number, pair, count(*) filter (where same)::int, count(*)::int, count(*) over ()::int
          from vote v join judgement j on j.vote_id = v.id join triplet t on t.id = v.triplet_id
          cross join lateral (values (0, j.same_a), (1, j.same_b)) as asked (pair, same)
          where v.campaign_id = $1 and v.status = 0 and same is not null
          group by t.id, t.number, pair order by t.number, pair limit $2 offset $3;
        select count(*)::bigint, count(*) filter (where same)::int
          from vote v join judgement j on j.vote_id = v.id cross join lateral (values (j.same_a), (j.same_b)) as asked (same)
          where v.campaign_id = $1 and v.status = 0 and same is not null and $2 = $2 and $3 = $3;
        select pair = g.answer, count(*) filter (where same)::int, count(*)::int
          from vote v join judgement j on j.vote_id = v.id join gold g on g.id = v.gold_id
          cross join lateral (values (0, j.same_a), (1, j.same_b)) as asked (pair, same)
          where v.campaign_id = $1 and v.status = 1 and not {LiveMarks.Exist("v.participant_id", "$1", LiveMarks.Quarantined)} and same is not null and $2 = $2 and $3 = $3 group by 1;
        select count(*), count(*) filter (where frames_off between 0 and 1 and fault = 0), coalesce(sum(dropped_frames), 0)::bigint, coalesce(sum(retries), 0)::bigint,
            coalesce(percentile_cont(0.5) within group (order by refresh_hz), 0)
          from vote v join judgement j on j.vote_id = v.id where v.campaign_id = $1 and v.status <> 2 and $2 = $2 and $3 = $3;
        select fault, count(*) from vote v join judgement j on j.vote_id = v.id where v.campaign_id = $1 and v.status <> 2 and fault <> 0 and $2 = $2 and $3 = $3 group by fault;
        """;

    /// <param name="campaign">One of task jnd.</param>
    /// <param name="page">Of pairs, from 1.</param>
    /// <param name="size">Pairs of a page.</param>
    /// <param name="cancel">Stops reading.</param>
    public async Task<JndView> Of(Guid campaign, int page, int size, CancellationToken cancel)
    {
        await using var connection = await source.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancel);
        await using var batch = new NpgsqlBatch(connection, transaction);
        foreach (var statement in Statements.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            batch.BatchCommands.Add(new NpgsqlBatchCommand(statement)
            {
                Parameters = { new NpgsqlParameter<Guid> { TypedValue = campaign }, new NpgsqlParameter<int> { TypedValue = size }, new NpgsqlParameter<int> { TypedValue = (page - 1) * size } },
            });
        }

        await using var rows = await batch.ExecuteReaderAsync(cancel);
        var pairs = await Read(rows, row => (Triplet: row.GetGuid(0), Number: row.GetInt32(1), Candidate: (Variation)row.GetInt32(2), Rate: new SameRate(row.GetInt32(3), row.GetInt32(4)), All: row.GetInt32(5)), cancel);
        var overall = (await Read(rows, row => new SameRate(row.GetInt32(1), (int)row.GetInt64(0)), cancel))[0];
        var caught = await Read(rows, row => (Identical: row.GetBoolean(0), Rate: new SameRate(row.GetInt32(1), row.GetInt32(2))), cancel);
        var timing = (await Read(rows, row => (Trials: row.GetInt64(0), Within: row.GetInt64(1), Dropped: row.GetInt64(2), Retries: row.GetInt64(3), Hz: row.GetDouble(4)), cancel))[0];
        var faults = await Read(rows, row => (Fault: (DisplayFault)row.GetInt16(0), Count: row.GetInt64(1)), cancel);

        var (identical, different) = (caught.Find(row => row.Identical).Rate, caught.Find(row => !row.Identical).Rate);
        return new JndView(
            overall.Total, RateView.Of(identical), RateView.Of(different), RateView.Of(overall), SensitivityView.Of(different, identical),
            new TimingView(timing.Trials, timing.Within, faults.ToDictionary(row => row.Fault, row => row.Count), timing.Dropped, timing.Retries, timing.Hz),
            pairs.Count is 0 ? 0 : pairs[0].All,
            [.. pairs.Select(pair => new PairView(pair.Triplet, pair.Number, pair.Candidate, RateView.Of(pair.Rate), SensitivityView.Of(pair.Rate, identical)))]);
    }

    private static async Task<List<T>> Read<T>(NpgsqlDataReader rows, Func<NpgsqlDataReader, T> read, CancellationToken cancel)
    {
        var all = new List<T>();
        while (await rows.ReadAsync(cancel)) all.Add(read(rows));
        await rows.NextResultAsync(cancel);
        return all;
    }
}
