using Nights.Contracts;
using Nights.Crowd.Campaigns;
using Nights.Crowd.Database;
using Nights.Crowd.Guidance;
using Nights.Database.Campaigns;
using Nights.Database.Triplets;
using Npgsql;
using static Nights.Crowd.Database.Statements;

namespace Nights.Crowd.Painted;

/// <summary>
/// Records paintings as painted and puts their triplets into the queue, or, where a model guides the campaign, notes that it is to score them first. A painting that looks like an earlier one of its campaign is not shown to anybody: it is to be painted anew, or failed when that has
/// been tried often enough. What the pictures cost is settled. One transaction; the first message about an attempt counts, another with other pictures is
/// an error, and one about an older attempt is passed over.
/// </summary>
internal sealed partial class OpenPainted(NpgsqlDataSource database, RunningCampaigns campaigns, TimeProvider clock, ILogger<OpenPainted> log)
{
    /// <returns>Paintings whose votes were opened.</returns>
    public Task<int> Run(IReadOnlyCollection<TripletPainted> messages, CancellationToken cancel) => Attempts.Run(() => RunOnce(messages, cancel));

    private async Task<int> RunOnce(IReadOnlyCollection<TripletPainted> messages, CancellationToken cancel)
    {
        var whole = messages.Where(IsWhole).ToArray();
        if (whole.Length is 0) return 0;

        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        await FindRepeats.Lock(connection, whole.Where(message => message.Pictures.Any(picture => picture.Fingerprint is not null)).Select(message => message.CampaignId), cancel);
        var awaited = await LockPaintings.Run(connection, whole, cancel);
        var opened = 0;
        // By id: the campaigns' rows are locked at the end of each, and two batches must not do it crosswise.
        foreach (var group in awaited.GroupBy(painting => painting.Message.CampaignId).OrderBy(group => group.Key))
            opened += await Open(connection, await campaigns.Get(group.Key, cancel), [.. group], cancel);
        await transaction.CommitAsync(cancel);

        foreach (var message in whole.Where(message => awaited.TrueForAll(painting => !ReferenceEquals(painting.Message, message)))) await Compare(connection, message, cancel);
        return opened;
    }

    private bool IsWhole(TripletPainted message)
    {
        var whole = message.Pictures.Count is 3 && message.Pictures.All(picture => IsHash(picture.Sha256) && IsHash(picture.DisplaySha256) && IsHash(picture.ManifestSha256));
        if (!whole) LogBroken(message.PaintingId, message.Pictures.Count);
        return whole;
    }

    private static bool IsHash(string text) => text.Length is 64 && text.All(char.IsAsciiHexDigitLower);

    private async Task<int> Open(NpgsqlConnection connection, RunningCampaign campaign, List<AwaitedPainting> paintings, CancellationToken cancel)
    {
        var repeats = await FindRepeats.Run(connection, campaign, paintings, cancel);
        var kept = paintings.FindAll(painting => !repeats.ContainsKey(painting.Id));
        if (kept.Count > 0)
        {
            await Record(connection, kept, cancel);
            Guid[] painted = [.. kept.Select(painting => painting.Id)];
            if (campaign.Spec.Guide is null) await OpenRoundOne.Run(connection, campaign, painted, cancel);
            else await AwaitScores.Run(connection, campaign, painted, clock.GetUtcNow(), cancel);
        }

        foreach (var painting in paintings.Where(painting => repeats.ContainsKey(painting.Id)))
        {
            LogRepeats(painting.Number, repeats[painting.Id], campaign.Id, painting.Message.Attempt);
            await PaintAnew.Run(connection, campaign, painting, repeats[painting.Id], clock.GetUtcNow(), cancel);
        }

        await ChangeSpend.Run(connection, campaign.Id, paintings.Sum(painting => painting.CostMinor - painting.ReservedMinor), cancel);
        return kept.Count;
    }

    private static async Task Record(NpgsqlConnection connection, List<AwaitedPainting> paintings, CancellationToken cancel)
    {
        await using var batch = connection.CreateBatch();
        foreach (var painting in paintings)
        {
            var message = painting.Message;
            batch.Add(
                $"""
                update painting set state = 2, pictures = $2, displays = $3, manifests = $4, generator = $5, seconds = $6, painted_at = $7, failure = null, unscored = null,
                    screened = {ScreenedCounts.Plus("$8")}, cost_minor = cost_minor + $9, reserved_minor = 0
                where id = $1
                """,
                Value(painting.Id),
                Value(message.Pictures.Select(picture => picture.Sha256).ToArray()),
                Value(message.Pictures.Select(picture => picture.DisplaySha256).ToArray()),
                Value(message.Pictures.Select(picture => picture.ManifestSha256).ToArray()),
                Value(message.Generator), Value(message.Seconds), Value(message.PaintedAt.ToUniversalTime()),
                Json(ScreenedCounts.Write(message.Screened)), Value(painting.CostMinor));
        }

        await batch.ExecuteNonQueryAsync(cancel);
    }

    private async Task Compare(NpgsqlConnection connection, TripletPainted message, CancellationToken cancel)
    {
        await using var statement = connection.Statement(
            "select attempt, pictures from painting where id = $1 and campaign_id = $2", Value(message.PaintingId), Value(message.CampaignId));
        await using var row = await statement.ExecuteReaderAsync(cancel);
        if (!await row.ReadAsync(cancel)) LogUnknown(message.PaintingId, message.CampaignId);
        else if (row.GetInt32(0) != message.Attempt) LogOlder(message.PaintingId, message.Attempt, row.GetInt32(0));
        else if (row.Maybe<string[]>(1) is { } pictures && !pictures.SequenceEqual(message.Pictures.Select(picture => picture.Sha256)))
            LogOtherPictures(message.PaintingId, message.Generator);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Painting {PaintingId} came with {Count} pictures or with a hash that is none; 3 pictures are needed; ignored.")]
    private partial void LogBroken(Guid paintingId, int count);

    [LoggerMessage(Level = LogLevel.Error, Message = "Painting {PaintingId} of campaign {CampaignId} is not in the database; ignored.")]
    private partial void LogUnknown(Guid paintingId, Guid campaignId);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Painting {PaintingId} came for attempt {Attempt} and is at attempt {Awaited}; ignored.")]
    private partial void LogOlder(Guid paintingId, int attempt, int awaited);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Painting {Number} looks like painting {Earlier} of campaign {CampaignId} in attempt {Attempt}; it is not shown.")]
    private partial void LogRepeats(int number, int earlier, Guid campaignId, int attempt);

    [LoggerMessage(Level = LogLevel.Error, Message = "Painting {PaintingId} was painted before with other pictures; those of {Generator} are ignored.")]
    private partial void LogOtherPictures(Guid paintingId, string generator);
}
