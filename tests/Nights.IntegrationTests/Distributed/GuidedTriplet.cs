using Nights.Domain.Guidance;
using Nights.Domain.Storage;
using Nights.Domain.Triplets;
using Nights.DreamSim.Metrics;
using Nights.DreamSim.Training;
using Nights.TestServers;

namespace Nights.IntegrationTests.Distributed;

/// <summary>A triplet of a guided campaign: what the database says, and what the model says of its pictures when it is asked here and now.</summary>
/// <param name="Slots">Of all rounds, open and used.</param>
/// <param name="Merits">The last byte of the ranks of its slots of round 1.</param>
/// <param name="Seen">By the model as this process has it.</param>
internal sealed record GuidedTriplet(
    Guid Id, Guid Painting, int Number, TripletState State, double? A, double? B, double? ExpectedA, string? VoidReason, long Slots, int[] Merits, TripletDistances Seen)
{
    public bool IsScreened => State is TripletState.Void;

    private const string Query =
        """
        select t.id, t.painting_id, t.number, t.role, t.state, t.distance_a, t.distance_b, t.expected_a, t.void_reason, p.pictures,
            (select count(*) from slot s where s.triplet_id = t.id),
            array(select s.rank % 256 from slot s where s.triplet_id = t.id and s.round = 1)
        from triplet t join painting p on p.id = t.painting_id join campaign c on c.id = t.campaign_id where c.name = '{0}' order by t.number
        """;

    /// <summary>All triplets of a campaign that <see cref="RegisteredModel"/> guides, by number.</summary>
    public static async Task<IReadOnlyList<GuidedTriplet>> All(Backstage backstage, string campaign, CancellationToken cancel)
    {
        await using var folder = ScratchFolder.Create("seen");
        var rows = await backstage.Rows(
            Query.Replace("{0}", campaign, StringComparison.Ordinal),
            row => (Role: row.GetInt32(3), Pictures: row.GetFieldValue<string[]>(9), Triplet: new GuidedTriplet(
                row.GetGuid(0), row.GetGuid(1), row.GetInt32(2), (TripletState)row.GetInt16(4), row.GetFieldValue<double?>(5), row.GetFieldValue<double?>(6), row.GetFieldValue<double?>(7), row.IsDBNull(8) ? null : row.GetString(8),
                row.GetInt64(10), row.GetFieldValue<int[]>(11), default)),
            cancel);
        var files = new List<string>();
        foreach (var sha256 in rows.SelectMany(row => row.Pictures))
        {
            files.Add(folder[$"{files.Count}.png"]);
            await File.WriteAllBytesAsync(files[^1], await backstage.Objects.Get(ObjectKeys.Picture(sha256), cancel), cancel);
        }

        using var metric = new ModelMetric("it", StartingModel.Create(RegisteredModel.Config));
        using var pictures = metric.Prepare(files, null, cancel);
        return [.. rows.Select((row, i) => row.Triplet with { Seen = See(pictures, 3 * i, TripletPictures.Of(row.Role), cancel) })];
    }

    private static TripletDistances See(IPreparedPictures pictures, int first, TripletPictures roles, CancellationToken cancel)
    {
        var (reference, a, b) = (first + roles.Reference, first + roles.A, first + roles.B);
        var distances = pictures.Distances([new(reference, a), new(reference, b), new(a, b)], cancel);
        return new TripletDistances(distances[0], distances[1], distances[2]);
    }
}
