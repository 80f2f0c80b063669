using Nights.Crowd.Campaigns;
using Nights.Crowd.Database;
using Nights.Database.Crowd;
using Nights.Domain.Guidance;
using Npgsql;
using static Nights.Crowd.Database.Statements;

namespace Nights.Crowd.Guidance;

/// <summary>Opens round 1 of scored triplets, with ranks that carry their merit where the campaign ranks.</summary>
internal static class OpenRanked
{
    public static async Task Run(NpgsqlConnection connection, RunningCampaign campaign, IReadOnlyCollection<ScoredTriplet> triplets, CancellationToken cancel)
    {
        if (triplets.Count is 0) return;
        var ranks = campaign.Spec.Guide!.Rank;
        await using var statement = connection.Statement(
            $"""
            with scored as (
                update triplet t set state = 1, round = 1, distance_a = s.a, distance_b = s.b, expected_a = s.expected
                from unnest($2, $3, $4, $5, $6) as s (id, a, b, expected, merit) where t.id = s.id returning t.id, s.merit)
            insert into slot (campaign_id, triplet_id, round, state, rank)
            select $1, scored.id, 1, 0, {SlotRanks.Expression("1", "scored.merit")} from scored cross join generate_series(1, $7)
            """,
            Value(campaign.Id), Each(triplet => triplet.Id), Each(triplet => triplet.Distances.A), Each(triplet => triplet.Distances.B),
            Each(triplet => ranks ? triplet.ExpectedA : (double?)null),
            Each(triplet => ranks ? SlotRank.Merit(campaign.Policy, default, triplet.ExpectedA) : (int?)null), Value(campaign.FirstSlots));
        await statement.ExecuteNonQueryAsync(cancel);

        NpgsqlParameter Each<T>(Func<ScoredTriplet, T> value) => Value(triplets.Select(value).ToArray());
    }
}
