using Nights.Crowd.Campaigns;
using Nights.Crowd.Database;
using Nights.Imaging.Measures;
using Npgsql;
using static Nights.Crowd.Database.Statements;

namespace Nights.Crowd.Painted;

/// <summary>
/// Which of a campaign's new paintings look like an earlier one. A lock for the campaign, held to the end of the transaction, lets one batch at a time compare
/// and store: of two alike that come at once, the second finds the first. Looks up by the quarters of the hash and by brightness, so it stays quick among millions.
/// </summary>
internal static class FindRepeats
{
    private sealed record Stored(Guid Painting, ComparedPicture Picture);

    /// <summary>Takes the lock; before the rows are locked, and by campaign id, so that two batches do not wait for each other.</summary>
    public static async Task Lock(NpgsqlConnection connection, IEnumerable<Guid> campaigns, CancellationToken cancel)
    {
        await using var batch = connection.CreateBatch();
        foreach (var campaign in campaigns.Distinct().Order())
            batch.Add("select pg_advisory_xact_lock(hashtextextended($1, 0))", Value($"fingerprints/{campaign}"));
        if (batch.BatchCommands.Count > 0) await batch.ExecuteNonQueryAsync(cancel);
    }

    /// <param name="connection">With the transaction that holds the lock.</param>
    /// <param name="campaign">The campaign of them all.</param>
    /// <param name="paintings">By number.</param>
    /// <param name="cancel">Stops the statements.</param>
    /// <returns>By painting, the number of the one it repeats. The fingerprints of the others are stored.</returns>
    public static async Task<Dictionary<Guid, int>> Run(
        NpgsqlConnection connection, RunningCampaign campaign, IReadOnlyList<AwaitedPainting> paintings, CancellationToken cancel)
    {
        var pictures = paintings.ToDictionary(painting => painting.Id, painting => ComparedPicture.Of(painting.Message, campaign.Spec));
        var earlier = await LookUp(connection, campaign.Id, [.. pictures.Values.SelectMany(own => own)], cancel);
        var kept = new List<(int Number, Guid Painting, ComparedPicture Picture)>();
        var repeats = new Dictionary<Guid, int>();
        foreach (var painting in paintings)
        {
            var own = pictures[painting.Id];
            if (Twin(own) is { } number) repeats[painting.Id] = number;
            else kept.AddRange(own.Select(picture => (painting.Number, painting.Id, picture)));
        }

        await Store(connection, campaign.Id, kept.ConvertAll(one => new Stored(one.Painting, one.Picture)), cancel);
        return repeats;

        int? Twin(IReadOnlyList<ComparedPicture> own) => own
            .SelectMany(picture => earlier.Where(other => picture.IsNear(other.Picture)).Select(other => (int?)other.Number)
                .Concat(kept.Where(other => picture.IsNear(other.Picture)).Select(other => (int?)other.Number)))
            .FirstOrDefault();
    }

    /// <returns>Stored pictures whose hash is near that of any given one.</returns>
    private static async Task<List<(int Number, ComparedPicture Picture)>> LookUp(
        NpgsqlConnection connection, Guid campaign, ComparedPicture[] pictures, CancellationToken cancel)
    {
        var found = new List<(int, ComparedPicture)>();
        if (pictures.Length is 0) return found;
        await using var statement = connection.Statement(
            Query, Value(campaign), Value(pictures.Select(picture => picture.Hash).ToArray()), Value(pictures.Select(picture => picture.Brightness).ToArray()));
        await using var rows = await statement.ExecuteReaderAsync(cancel);
        while (await rows.ReadAsync(cancel))
            found.Add((rows.GetInt32(0), ComparedPicture.Of(rows.GetInt16(1), rows.GetInt64(2), rows.GetFieldValue<byte[]>(3))));
        return found;
    }

    private static async Task Store(NpgsqlConnection connection, Guid campaign, List<Stored> prints, CancellationToken cancel)
    {
        if (prints.Count is 0) return;
        await using var statement = connection.Statement(
            """
            insert into picture_fingerprint (campaign_id, painting_id, place, hash, brightness, thumbnail)
            select $1, painting, place, hash, brightness, thumbnail from unnest($2, $3, $4, $5, $6) as p (painting, place, hash, brightness, thumbnail)
            """,
            Value(campaign), Value(prints.Select(print => print.Painting).ToArray()), Value(prints.Select(print => print.Picture.Place).ToArray()),
            Value(prints.Select(print => print.Picture.Hash).ToArray()), Value(prints.Select(print => print.Picture.Brightness).ToArray()),
            Value(prints.Select(print => print.Picture.Thumbnail).ToArray()));
        await statement.ExecuteNonQueryAsync(cancel);
    }

    /// <summary>One index for each quarter: $1 campaign, $2 hashes, $3 brightnesses. A print may come several times, which does no harm.</summary>
    private static readonly string Query =
        $"""
        select painting.number, near.place, near.hash, near.thumbnail
        from unnest($2, $3) as own (hash, brightness)
        cross join lateral ({string.Join(" union all ", Enumerable.Range(0, 4).Select(Quarter))}) as near
        join painting on painting.id = near.painting_id
        where bit_count((near.hash # own.hash)::bit(64)) <= {Fingerprint.NearHash}
        """;

    private static string Quarter(int quarter) =>
        $"""
        select * from picture_fingerprint p
        where p.campaign_id = $1 and p.quarter{quarter} = ((own.hash >> {48 - 16 * quarter}) & 65535)::int
          and p.brightness between own.brightness - {Fingerprint.NearBrightness} and own.brightness + {Fingerprint.NearBrightness}
        """;
}
