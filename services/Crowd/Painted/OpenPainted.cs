using Nights.Contracts;
using Nights.Crowd.Campaigns;
using Nights.Crowd.Database;
using Npgsql;
using static Nights.Crowd.Database.Statements;

namespace Nights.Crowd.Painted;

/// <summary>
/// Records paintings as painted and puts their triplets into the queue: state Queued, round 1, and the wanted votes of that round as open
/// slots in random order. One transaction; the first message about a painting counts, another with other pictures is an error.
/// </summary>
internal sealed partial class OpenPainted(NpgsqlDataSource database, RunningCampaigns campaigns, ILogger<OpenPainted> log)
{
    public Task<int> Run(IReadOnlyCollection<TripletPainted> messages, CancellationToken cancel) => Attempts.Run(() => RunOnce(messages, cancel));

    private async Task<int> RunOnce(IReadOnlyCollection<TripletPainted> messages, CancellationToken cancel)
    {
        // By id, so that two batches with the same paintings do not wait for each other.
        var whole = messages.Where(IsWhole).DistinctBy(message => message.PaintingId).OrderBy(message => message.PaintingId).ToArray();
        if (whole.Length is 0) return 0;

        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        var taken = await Record(connection, whole, cancel);
        foreach (var campaign in whole.Where(message => taken.Contains(message.PaintingId)).GroupBy(message => message.CampaignId))
            await OpenRoundOne(connection, await campaigns.Get(campaign.Key, cancel), [.. campaign.Select(message => message.PaintingId)], cancel);
        await transaction.CommitAsync(cancel);

        foreach (var message in whole.Where(message => !taken.Contains(message.PaintingId))) await Compare(connection, message, cancel);
        return taken.Count;
    }

    private bool IsWhole(TripletPainted message)
    {
        var whole = message.Pictures.Count is 3 && message.Pictures.All(picture => IsHash(picture.Sha256) && IsHash(picture.DisplaySha256) && IsHash(picture.ManifestSha256));
        if (!whole) LogBroken(message.PaintingId, message.Pictures.Count);
        return whole;
    }

    private static bool IsHash(string text) => text.Length is 64 && text.All(char.IsAsciiHexDigitLower);

    private static async Task<HashSet<Guid>> Record(NpgsqlConnection connection, TripletPainted[] messages, CancellationToken cancel)
    {
        await using var batch = connection.CreateBatch();
        foreach (var message in messages)
        {
            batch.Add(
                """
                update painting set state = 2, pictures = $3, displays = $4, manifests = $5, generator = $6, seconds = $7, painted_at = $8, failure = null
                where id = $1 and campaign_id = $2 and state in (0, 1) returning id
                """,
                Value(message.PaintingId), Value(message.CampaignId),
                Value(message.Pictures.Select(picture => picture.Sha256).ToArray()),
                Value(message.Pictures.Select(picture => picture.DisplaySha256).ToArray()),
                Value(message.Pictures.Select(picture => picture.ManifestSha256).ToArray()),
                Value(message.Generator), Value(message.Seconds), Value(message.PaintedAt.ToUniversalTime()));
        }

        var taken = new HashSet<Guid>();
        await using var rows = await batch.ExecuteReaderAsync(cancel);
        do
        {
            while (await rows.ReadAsync(cancel)) taken.Add(rows.GetGuid(0));
        }
        while (await rows.NextResultAsync(cancel));
        return taken;
    }

    private static async Task OpenRoundOne(NpgsqlConnection connection, RunningCampaign campaign, Guid[] paintings, CancellationToken cancel)
    {
        await using var statement = connection.Statement(
            """
            with opened as (update triplet set state = 1, round = 1 where painting_id = any($1) and state = 0 returning id, campaign_id)
            insert into slot (campaign_id, triplet_id, round, state, rank)
            select campaign_id, id, 1, 0, floor(random() * 2147483647)::int from opened cross join generate_series(1, $2)
            """,
            Value(paintings), Value(campaign.Policy.Slots(1)));
        await statement.ExecuteNonQueryAsync(cancel);
    }

    private async Task Compare(NpgsqlConnection connection, TripletPainted message, CancellationToken cancel)
    {
        await using var statement = connection.Statement(
            "select pictures from painting where id = $1 and campaign_id = $2", Value(message.PaintingId), Value(message.CampaignId));
        await using var row = await statement.ExecuteReaderAsync(cancel);
        if (!await row.ReadAsync(cancel)) LogUnknown(message.PaintingId, message.CampaignId);
        else if (row.Maybe<string[]>(0) is { } pictures && !pictures.SequenceEqual(message.Pictures.Select(picture => picture.Sha256)))
            LogOtherPictures(message.PaintingId, message.Generator);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Painting {PaintingId} came with {Count} pictures or with a hash that is none; 3 pictures are needed; ignored.")]
    private partial void LogBroken(Guid paintingId, int count);

    [LoggerMessage(Level = LogLevel.Error, Message = "Painting {PaintingId} of campaign {CampaignId} is not in the database; ignored.")]
    private partial void LogUnknown(Guid paintingId, Guid campaignId);

    [LoggerMessage(Level = LogLevel.Error, Message = "Painting {PaintingId} was painted before with other pictures; those of {Generator} are ignored.")]
    private partial void LogOtherPictures(Guid paintingId, string generator);
}
