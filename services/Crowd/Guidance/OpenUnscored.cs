using Nights.Crowd.Campaigns;
using Nights.Crowd.Database;
using Nights.Crowd.Painted;
using Npgsql;

namespace Nights.Crowd.Guidance;

/// <summary>Opens, as if nobody guided the campaign, the triplets of paintings that no trainer has scored in time. A dead trainer never stops a campaign.</summary>
internal sealed partial class OpenUnscored(NpgsqlDataSource database, RunningCampaigns campaigns, ILogger<OpenUnscored> log)
{
    private const int AtOnce = 500;

    /// <param name="since">Whatever has waited since before this is opened.</param>
    /// <param name="cancel">Stops the statements.</param>
    /// <returns>Paintings opened.</returns>
    public Task<int> Run(DateTimeOffset since, CancellationToken cancel) => Attempts.Run(() => RunOnce(since, cancel));

    private async Task<int> RunOnce(DateTimeOffset since, CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        var late = await LockAwaited.Before(connection, since, AtOnce, cancel);
        foreach (var group in late.GroupBy(one => one.Campaign, one => one.Painting).OrderBy(group => group.Key))
        {
            var campaign = await campaigns.Get(group.Key, cancel);
            await OpenRoundOne.Run(connection, campaign, [.. group], cancel);
            LogUnscored(group.Count(), campaign.Spec.Name, campaign.Spec.Guide!.Model);
        }

        await transaction.CommitAsync(cancel);
        return late.Count;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Count} paintings of campaign {Campaign} were opened unscored: no trainer has answered for {Model} in time.")]
    private partial void LogUnscored(int count, string campaign, string model);
}
