using Nights.Crowd.Campaigns;
using Nights.Crowd.Database;
using Npgsql;
using static Nights.Crowd.Database.Statements;

namespace Nights.Crowd.Gold;

/// <summary>
/// Looks once a second for campaigns that need gold and have enough pictures for it (eight paintings, or all of a small campaign), and for triplets that
/// have become gold.
/// </summary>
internal sealed partial class GoldLoop(NpgsqlDataSource database, RunningCampaigns campaigns, MakeGold make, PromoteGold promote, TimeProvider clock, ILogger<GoldLoop> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan AfterFault = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var wait = Interval;
            try
            {
                await RunOnce(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception fault)
            {
                // The database or the store is away (Npgsql says so by a cancellation, too): asked again; participants are told to wait meanwhile.
                LogFault(fault);
                wait = AfterFault;
            }

            await Task.Delay(wait, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <returns>Trials made.</returns>
    public async Task<int> RunOnce(CancellationToken cancel)
    {
        var made = 0;
        foreach (var (id, painted, failed) in await Waiting(cancel))
        {
            var campaign = await campaigns.Get(id, cancel);
            var enough = painted >= MakeGold.Paintings || (painted > 0 && painted + failed >= campaign.Spec.Painting.Count);
            if (enough && campaign.NeedsGold) made += await make.Run(campaign, cancel);
        }

        return made + await promote.Run(cancel);
    }

    private async Task<List<(Guid Id, int Painted, int Failed)>> Waiting(CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var statement = connection.Statement(
            """
            select c.id, (select count(*) from (select 1 from painting p where p.campaign_id = c.id and p.state = 2 limit $1) few),
                (select count(*) from painting p where p.campaign_id = c.id and p.state = 3)
            from campaign c where c.state in (1, 2, 3) and coalesce(c.spec ->> 'task', '') <> 'jnd' and not exists (select 1 from gold g where g.campaign_id = c.id)
            """, Value(MakeGold.Paintings));
        await using var rows = await statement.ExecuteReaderAsync(cancel);
        var waiting = new List<(Guid, int, int)>();
        while (await rows.ReadAsync(cancel)) waiting.Add((rows.GetGuid(0), (int)rows.GetInt64(1), (int)rows.GetInt64(2)));
        return waiting;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Gold could not be made.")]
    private partial void LogFault(Exception fault);
}
