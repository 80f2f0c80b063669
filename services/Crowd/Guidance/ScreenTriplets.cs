using System.Globalization;
using Nights.Crowd.Campaigns;
using Nights.Crowd.Database;
using Nights.Database.Triplets;
using Npgsql;
using static Nights.Crowd.Database.Statements;

namespace Nights.Crowd.Guidance;

/// <summary>
/// Takes triplets out whose two variations the model can hardly tell apart: void with the reason, counted among what the painting's row says was screened, never
/// shown and never paid for.
/// </summary>
internal static class ScreenTriplets
{
    public static async Task Run(
        NpgsqlConnection connection, RunningCampaign campaign, IReadOnlyCollection<ScoredTriplet> triplets, DateTimeOffset now, CancellationToken cancel)
    {
        if (triplets.Count is 0) return;
        var guide = campaign.Spec.Guide!;
        await using var batch = connection.CreateBatch();
        batch.Add(
            """
            update triplet t set state = 4, decided_at = $5, void_reason = s.reason, distance_a = s.a, distance_b = s.b
            from unnest($1, $2, $3, $4) as s (id, reason, a, b) where t.id = s.id
            """,
            Value(triplets.Select(triplet => triplet.Id).ToArray()),
            Value(triplets.Select(triplet => string.Create(CultureInfo.InvariantCulture,
                $"screened: its two variations are {triplet.Distances.Apart:0.####} apart for {guide.Model}, and guide.screen is {guide.Screen}")).ToArray()),
            Value(triplets.Select(triplet => triplet.Distances.A).ToArray()), Value(triplets.Select(triplet => triplet.Distances.B).ToArray()), Value(now));
        foreach (var painting in triplets.GroupBy(triplet => triplet.Painting))
        {
            batch.Add($"update painting set screened = {ScreenedCounts.Plus("$2")} where id = $1",
                Value(painting.Key), Json(ScreenedCounts.Write(new Dictionary<string, int> { [ScreenedCounts.NearIdentical] = painting.Count() })));
        }

        await batch.ExecuteNonQueryAsync(cancel);
    }
}
