using Microsoft.EntityFrameworkCore;
using Nights.Database;
using Nights.Database.Campaigns;
using Nights.Database.Crowd.Marks;
using Nights.Database.Snapshots;
using Nights.Datasets.Writing;
using Nights.Domain.Jnd;
using Nights.Domain.Voting;
using Npgsql;

namespace Nights.Campaigns.Snapshots;

/// <summary>
/// Reads what campaigns of flashed pairs have said about a snapshot's triplets, in the snapshot's own transaction: its own campaign, and those that took its
/// triplets as their source. A judgement counts up to the mark, as a vote does.
/// </summary>
internal static class CutJudgements
{
    private const string Pairs =
        """
        select own.number, pair, v.campaign_id, count(*) filter (where same)::int, count(*)::int
        from triplet own join triplet judged on judged.painting_id = own.painting_id and judged.role = own.role
        join vote v on v.triplet_id = judged.id and v.status = 0 and v.jnd and v.id <= $2
        join judgement j on j.vote_id = v.id cross join lateral (values (0, j.same_a), (1, j.same_b)) as asked (pair, same)
        where own.campaign_id = $1 and same is not null group by own.number, pair, v.campaign_id
        """;

    private static readonly string Identical =
        $"""
        select v.campaign_id, count(*) filter (where same)::int, count(*)::int
        from vote v join judgement j on j.vote_id = v.id join gold g on g.id = v.gold_id
        cross join lateral (values (0, j.same_a), (1, j.same_b)) as asked (pair, same)
        where v.campaign_id = any($1) and v.status = 1 and v.id <= $2 and not {LiveMarks.Exist("v.participant_id", "v.campaign_id", LiveMarks.Quarantined)} and same is not null and pair = g.answer group by v.campaign_id
        """;

    public static async Task<IReadOnlyList<JudgedPair>> Run(NightsDb db, Snapshot snapshot, CancellationToken cancel)
    {
        var connection = (NpgsqlConnection)db.Database.GetDbConnection();
        var pairs = await Read(connection, Pairs, snapshot.CampaignId, snapshot.Mark, row =>
            (Number: row.GetInt32(0), Candidate: (Variation)row.GetInt32(1), Campaign: row.GetGuid(2), Rate: new SameRate(row.GetInt32(3), row.GetInt32(4))), cancel);
        if (pairs.Count is 0) return [];
        var campaigns = pairs.Select(pair => pair.Campaign).Distinct().ToArray();
        var identical = await Read(connection, Identical, campaigns, snapshot.Mark, row => (Campaign: row.GetGuid(0), Rate: new SameRate(row.GetInt32(1), row.GetInt32(2))), cancel);
        var studies = (await db.Campaigns.AsNoTracking().Where(campaign => campaigns.Contains(campaign.Id)).ToListAsync(cancel)).ToDictionary(
            campaign => campaign.Id,
            campaign => new JndStudy($"{campaign.Name}@{campaign.Version}", campaign.ReadSpec().Jnd, identical.Find(row => row.Campaign == campaign.Id).Rate));
        return pairs.ConvertAll(pair => new JudgedPair(pair.Number, pair.Candidate, pair.Rate, studies[pair.Campaign]));
    }

    private static async Task<List<T>> Read<T>(NpgsqlConnection connection, string sql, object first, long mark, Func<NpgsqlDataReader, T> read, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(sql, connection) { Parameters = { new NpgsqlParameter { Value = first }, new NpgsqlParameter<long> { TypedValue = mark } } };
        await using var rows = await command.ExecuteReaderAsync(cancel);
        var all = new List<T>();
        while (await rows.ReadAsync(cancel)) all.Add(read(rows));
        return all;
    }
}
