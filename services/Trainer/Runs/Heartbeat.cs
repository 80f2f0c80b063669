using Npgsql;

namespace Nights.Trainer.Runs;

/// <summary>
/// Keeps a claimed run ours while work goes on, and stops the work at once when it no longer is: refused by the database, or no answer for as
/// long as the lease.
/// </summary>
internal sealed class Heartbeat : IAsyncDisposable
{
    private readonly CancellationTokenSource stop;
    private readonly CancellationTokenSource lost = new();
    private readonly CancellationTokenSource work;
    private readonly Task beating;
    private volatile RunProgress progress = RunProgress.None;

    public Heartbeat(TrainingQueue queue, ClaimedRun run, TrainerOptions options, TimeProvider clock, CancellationToken cancel)
    {
        stop = new CancellationTokenSource();
        work = CancellationTokenSource.CreateLinkedTokenSource(lost.Token, cancel);
        beating = Beat(queue, run, options, clock);
    }

    /// <summary>Cancelled when the run is lost, or the process stops.</summary>
    public CancellationToken Work => work.Token;

    public bool IsLost => lost.IsCancellationRequested;

    public void Report(RunProgress done) => progress = done;

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await beating;
        stop.Dispose();
        work.Dispose();
        lost.Dispose();
    }

    private async Task Beat(TrainingQueue queue, ClaimedRun run, TrainerOptions options, TimeProvider clock)
    {
        var last = clock.GetTimestamp();
        using var timer = new PeriodicTimer(options.HeartbeatEvery, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stop.Token))
            {
                if (await IsOurs(queue, run)) last = clock.GetTimestamp();
                else if (IsLost || clock.GetElapsedTime(last) >= options.LeaseFor)
                {
                    await lost.CancelAsync();
                    return;
                }
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The work is done.
        }
    }

    private async Task<bool> IsOurs(TrainingQueue queue, ClaimedRun run)
    {
        try
        {
            if (await queue.Beat(run, progress, stop.Token)) return true;
            await lost.CancelAsync();
            return false;
        }
        catch (Exception fault) when (fault is NpgsqlException or TimeoutException)
        {
            return false;        // the next beat asks again, until the lease is over
        }
    }
}
