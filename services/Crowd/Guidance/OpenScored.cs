using System.Globalization;
using Nights.Contracts;
using Nights.Crowd.Campaigns;
using Nights.Crowd.Database;
using Nights.Domain.Guidance;
using Npgsql;

namespace Nights.Crowd.Guidance;

/// <summary>
/// Opens the triplets of paintings that the model has scored: the first round's slots, ranked where the campaign ranks, or void where the two variations are nearly
/// identical and the campaign screens. One transaction; a second answer, one that comes after patience has ended, and one about another model open nothing.
/// </summary>
internal sealed partial class OpenScored(NpgsqlDataSource database, RunningCampaigns campaigns, TimeProvider clock, ILogger<OpenScored> log)
{
    /// <returns>Triplets opened, and triplets screened out.</returns>
    public Task<(int Opened, int Screened)> Run(IReadOnlyCollection<PaintingScored> messages, CancellationToken cancel) => Attempts.Run(() => RunOnce(messages, cancel));

    private async Task<(int Opened, int Screened)> RunOnce(IReadOnlyCollection<PaintingScored> messages, CancellationToken cancel)
    {
        var scores = new Dictionary<Guid, (PaintingDistances Distances, double Scale)>();
        foreach (var message in messages)
        {
            if (await Read(message, cancel) is { } score) scores[message.PaintingId] = score;
        }

        if (scores.Count is 0) return default;
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        var awaited = await LockAwaited.Of(connection, [.. scores.Keys], cancel);
        var (opened, screened) = (0, 0);
        foreach (var group in awaited.GroupBy(one => one.Campaign, one => one.Painting).OrderBy(group => group.Key))
        {
            var campaign = await campaigns.Get(group.Key, cancel);
            var triplets = await ScoredTriplet.Lock(connection, campaign, [.. group], scores, cancel);
            var limit = campaign.Spec.Guide!.Screen;
            var (alike, kept) = (triplets.FindAll(triplet => triplet.Distances.AreNearIdentical(limit)), triplets.FindAll(triplet => !triplet.Distances.AreNearIdentical(limit)));
            await OpenRanked.Run(connection, campaign, kept, cancel);
            await ScreenTriplets.Run(connection, campaign, alike, clock.GetUtcNow(), cancel);
            (opened, screened) = (opened + kept.Count, screened + alike.Count);
        }

        await transaction.CommitAsync(cancel);
        return (opened, screened);
    }

    /// <returns>Null where the answer cannot be used.</returns>
    private async Task<(PaintingDistances Distances, double Scale)?> Read(PaintingScored message, CancellationToken cancel)
    {
        var asked = (await campaigns.Find(message.CampaignId, cancel))?.Spec.Guide?.Model;
        if (asked != message.Model)
        {
            LogOtherModel(message.PaintingId, message.Model, asked ?? "none");
            return null;
        }

        if (message.Distances is [var first, var second, var third] && new PaintingDistances(first, second, third) is { AreNumbers: true } distances && message.Scale > 0 && double.IsFinite(message.Scale))
            return (distances, message.Scale);
        LogBroken(message.PaintingId, message.Model, string.Join(", ", message.Distances.Select(distance => distance.ToString(CultureInfo.InvariantCulture))), message.Scale);
        return null;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Painting {PaintingId} was scored by {Model}, and its campaign is guided by {Asked}; ignored.")]
    private partial void LogOtherModel(Guid paintingId, string model, string asked);

    [LoggerMessage(Level = LogLevel.Error, Message = "Painting {PaintingId} was scored by {Model} with distances {Distances} and scale {Scale}; three of 0 to 2 and a scale above 0 are needed; ignored.")]
    private partial void LogBroken(Guid paintingId, string model, string distances, double scale);
}
