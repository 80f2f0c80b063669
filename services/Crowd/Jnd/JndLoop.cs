using Nights.Crowd.Campaigns;
using Nights.Crowd.Database;
using Npgsql;
using static Nights.Crowd.Database.Statements;

namespace Nights.Crowd.Jnd;

/// <summary>
/// Looks once a second after campaigns that flash pairs: takes in what their sources have accepted, and makes their catch trials once there are
/// enough pictures for them.
/// </summary>
internal sealed partial class JndLoop(
    NpgsqlDataSource database, RunningCampaigns campaigns, OpenSource source, MakeCatchTrials make, TimeProvider clock, ILogger<JndLoop> log) : BackgroundService
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
                // As with gold: asked again; participants are told to wait meanwhile.
                LogFault(fault);
                wait = AfterFault;
            }

            await Task.Delay(wait, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <returns>Triplets taken in and catch trials made.</returns>
    public async Task<(int Opened, int Made)> RunOnce(CancellationToken cancel)
    {
        var (opened, made) = (0, 0);
        foreach (var id in await Running(cancel))
        {
            var campaign = await campaigns.Get(id, cancel);
            if (campaign.Spec.SourceOfTriplets() is not null) opened += await source.Run(campaign, cancel);
            if (campaign.NeedsGold) made += await make.Run(campaign, cancel);
        }

        return (opened, made);
    }

    private async Task<List<Guid>> Running(CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var statement = connection.Statement("select id from campaign where state in (1, 2, 3) and spec ->> 'task' = 'jnd' order by id");
        await using var rows = await statement.ExecuteReaderAsync(cancel);
        var running = new List<Guid>();
        while (await rows.ReadAsync(cancel)) running.Add(rows.GetGuid(0));
        return running;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Pairs could not be prepared.")]
    private partial void LogFault(Exception fault);
}
