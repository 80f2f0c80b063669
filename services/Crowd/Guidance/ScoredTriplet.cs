using Nights.Crowd.Campaigns;
using Nights.Crowd.Database;
using Nights.Domain.Guidance;
using Nights.Domain.Triplets;
using Npgsql;
using static Nights.Crowd.Database.Statements;

namespace Nights.Crowd.Guidance;

/// <summary>A planned triplet, locked, with what the model sees of it.</summary>
/// <param name="Number">Place in the campaign.</param>
/// <param name="ExpectedA">The chance of A.</param>
internal sealed record ScoredTriplet(Guid Id, Guid Painting, int Number, TripletDistances Distances, double ExpectedA)
{
    /// <summary>The planned triplets of these paintings, by id.</summary>
    public static async Task<List<ScoredTriplet>> Lock(
        NpgsqlConnection connection, RunningCampaign campaign, Guid[] paintings, IReadOnlyDictionary<Guid, (PaintingDistances Distances, double Scale)> scores, CancellationToken cancel)
    {
        await using var statement = connection.Statement(
            "select id, painting_id, number, role from triplet where painting_id = any($1) and campaign_id = $2 and state = 0 order by id for no key update",
            Value(paintings), Value(campaign.Id));
        await using var rows = await statement.ExecuteReaderAsync(cancel);
        var triplets = new List<ScoredTriplet>();
        while (await rows.ReadAsync(cancel))
        {
            var (distances, scale) = scores[rows.GetGuid(1)];
            var own = distances.Of(TripletPictures.Of(rows.GetInt32(3)));
            triplets.Add(new ScoredTriplet(rows.GetGuid(0), rows.GetGuid(1), rows.GetInt32(2), own, own.ExpectedA(scale)));
        }

        return triplets;
    }
}
