using Nights.Contracts;
using Nights.Crowd.Campaigns;
using Nights.Crowd.Database;
using Nights.Crowd.Painted;
using Npgsql;
using static Nights.Crowd.Database.Statements;

namespace Nights.Crowd.Guidance;

/// <summary>
/// Opens, as if nobody guided the campaign, the triplets of paintings that no trainer has scored in time, and of those that cannot be scored. The painting tells the reason. A dead
/// trainer or a damaged model never stops a campaign.
/// </summary>
internal sealed partial class OpenUnscored(NpgsqlDataSource database, RunningCampaigns campaigns, ILogger<OpenUnscored> log)
{
    private const int AtOnce = 500;

    /// <param name="since">Whatever has waited since before this is opened.</param>
    /// <param name="cancel">Stops the statements.</param>
    /// <returns>Paintings opened.</returns>
    public Task<int> Run(DateTimeOffset since, CancellationToken cancel) => Attempts.Run(() => RunOnce(
        connection => LockAwaited.Before(connection, since, AtOnce, cancel), (_, model) => $"No trainer has answered for {model} in time.", cancel));

    /// <param name="messages">Those of paintings that do not wait, or not for this model, open nothing.</param>
    /// <param name="cancel">Stops the statements.</param>
    /// <returns>Paintings opened.</returns>
    public async Task<int> Run(IReadOnlyCollection<ScoringFailed> messages, CancellationToken cancel)
    {
        var reasons = new Dictionary<Guid, string>();
        foreach (var message in messages)
            if ((await campaigns.Find(message.CampaignId, cancel))?.Spec.Guide?.Model == message.Model) reasons[message.PaintingId] = message.Reason;
        return reasons.Count is 0 ? 0 : await Attempts.Run(() => RunOnce(
            connection => LockAwaited.Of(connection, [.. reasons.Keys], cancel), (painting, _) => reasons[painting], cancel));
    }

    private async Task<int> RunOnce(
        Func<NpgsqlConnection, Task<List<(Guid Painting, Guid Campaign)>>> take, Func<Guid, string, string> reason, CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        var taken = await take(connection);
        foreach (var group in taken.GroupBy(one => one.Campaign, one => one.Painting).OrderBy(group => group.Key))
        {
            var campaign = await campaigns.Get(group.Key, cancel);
            var model = campaign.Spec.Guide!.Model;
            Guid[] paintings = [.. group];
            string[] reasons = [.. paintings.Select(painting => reason(painting, model))];
            await OpenRoundOne.Run(connection, campaign, paintings, cancel);
            await using var statement = connection.Statement(
                "update painting p set unscored = u.reason from unnest($1, $2) as u (id, reason) where p.id = u.id", Value(paintings), Value(reasons));
            await statement.ExecuteNonQueryAsync(cancel);
            LogUnscored(paintings.Length, campaign.Spec.Name, model, reasons[0]);
        }

        await transaction.CommitAsync(cancel);
        return taken.Count;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Count} paintings of campaign {Campaign}, which {Model} guides, were opened unscored. {Reason}")]
    private partial void LogUnscored(int count, string campaign, string model, string reason);
}
