using System.Collections.Concurrent;
using Nights.Campaigns.Progress;
using Nights.Campaigns.Triplets;
using Nights.Domain.Triplets;

namespace Nights.Campaigns.Console.Live;

/// <summary>What a campaign page shows at one moment.</summary>
public sealed record Board(CampaignView Campaign, Pace Pace, IReadOnlyList<TripletCard> Accepted, IReadOnlyList<TripletCard> Dropped);

/// <summary>
/// Counts each watched campaign at most twice a second and hands the result to every open page: the database sees one reader per campaign,
/// however many operators look. Rests while nobody does; slows down when counting takes long.
/// </summary>
internal sealed partial class LiveBoard(
    CampaignProgress progress, CampaignPace pace, TripletBrowsing triplets, TimeProvider clock, ILogger<LiveBoard> logger) : BackgroundService
{
    private const int Newest = 4;
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(500);

    private readonly ConcurrentDictionary<Watcher, Guid> watchers = new();

    /// <summary>Calls back with each new board, from another thread, until disposed.</summary>
    public IDisposable Watch(Guid campaignId, Func<Board, Task> show)
    {
        var watcher = new Watcher(this, show);
        watchers[watcher] = campaignId;
        return watcher;
    }

    public async Task<Board> Now(Guid campaignId, CancellationToken cancel) => new(
        await progress.Of(campaignId, cancel),
        await pace.Of(campaignId, cancel),
        await triplets.Newest(campaignId, TripletState.Accepted, Newest, cancel),
        await triplets.Newest(campaignId, TripletState.Dropped, Newest, cancel));

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var started = clock.GetTimestamp();
            foreach (var campaign in watchers.Values.Distinct().ToList())
                await Show(campaign, stoppingToken);
            // At most a fifth of the time is spent counting.
            var counting = clock.GetElapsedTime(started);
            await Task.Delay(counting * 4 > Beat ? counting * 4 : Beat, clock, stoppingToken);
        }
    }

    private async Task Show(Guid campaign, CancellationToken cancel)
    {
        try
        {
            var board = await Now(campaign, cancel);
            foreach (var (watcher, watched) in watchers)
            {
                if (watched == campaign) await watcher.Show(board);
            }
        }
        catch (Exception fault) when (!cancel.IsCancellationRequested)
        {
            // The pages keep the last numbers; the next beat tries again.
            LogFault(fault, campaign);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Could not count campaign {CampaignId} for the open pages")]
    private partial void LogFault(Exception fault, Guid campaignId);

    private sealed class Watcher(LiveBoard board, Func<Board, Task> show) : IDisposable
    {
        public Func<Board, Task> Show { get; } = show;

        public void Dispose() => board.watchers.TryRemove(this, out _);
    }
}
