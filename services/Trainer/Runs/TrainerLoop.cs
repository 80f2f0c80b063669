using System.Text.Json;
using Microsoft.Extensions.Options;
using Nights.Hosting.Objects;

namespace Nights.Trainer.Runs;

/// <summary>
/// One run after another, as long as the process lives. Safe to run in any number of processes: the queue gives a run to one of them, and
/// a run is resumed from its last checkpoint wherever it ends up.
/// </summary>
internal sealed partial class TrainerLoop(
    TrainingQueue queue, TrainRun trainRun, TrainerBell bell, TimeProvider clock, IOptions<TrainerOptions> options, ILogger<TrainerLoop> logger)
    : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (await queue.Claim(stoppingToken) is { } run) await Work(run, stoppingToken);
                else await bell.Wait(options.Value.PollEvery, clock, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception fault)
            {
                // Database, object store or disk: the run, if there is one, is claimed again after its lease.
                LogFault(fault);
                await Task.Delay(options.Value.PollEvery, clock, stoppingToken).ContinueWith(_ => { }, TaskScheduler.Default);
            }
        }
    }

    private async Task Work(ClaimedRun run, CancellationToken stopping)
    {
        if (run.Attempts > options.Value.MaxAttempts)
        {
            await queue.Fail(run, $"The run was claimed {run.Attempts - 1} times and never ended; {options.Value.MaxAttempts} are allowed. The trainers' logs say why.", stopping);
            LogGivenUp(run.Id, run.Attempts - 1);
            return;
        }

        LogClaimed(run.Id, run.SnapshotName, run.SnapshotVersion, run.Attempts);
        var heartbeat = new Heartbeat(queue, run, options.Value, clock, stopping);
        await using (heartbeat)
        {
            try
            {
                // Training computes on its thread for minutes: away from the host's.
                await Task.Run(() => trainRun.Run(run, heartbeat), heartbeat.Work);
                LogSucceeded(run.Id);
            }
            catch (Exception) when (heartbeat.IsLost)
            {
                LogLost(run.Id);
            }
            catch (LeaseLostException)
            {
                LogLost(run.Id);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                await queue.LetGo(run, CancellationToken.None);
                LogLetGo(run.Id);
            }
            catch (Exception fault) when (fault is InvalidDataException or JsonException or ObjectMissingException or ArgumentException)
            {
                await queue.Fail(run, fault.Message, stopping);
                LogFailed(fault, run.Id);
            }
            catch (Exception)
            {
                await queue.LetGo(run, CancellationToken.None);
                throw;
            }
        }
    }

    [LoggerMessage(LogLevel.Information, "Claimed training run {RunId} on {SnapshotName}@{SnapshotVersion}, attempt {Attempt}")]
    private partial void LogClaimed(Guid runId, string snapshotName, string snapshotVersion, int attempt);

    [LoggerMessage(LogLevel.Information, "Training run {RunId} succeeded")]
    private partial void LogSucceeded(Guid runId);

    [LoggerMessage(LogLevel.Information, "Training run {RunId} waits for the next start of a trainer")]
    private partial void LogLetGo(Guid runId);

    [LoggerMessage(LogLevel.Warning, "Training run {RunId} is no longer ours: cancelled, or claimed by another trainer")]
    private partial void LogLost(Guid runId);

    [LoggerMessage(LogLevel.Error, "Training run {RunId} failed")]
    private partial void LogFailed(Exception fault, Guid runId);

    [LoggerMessage(LogLevel.Error, "Training run {RunId} was claimed {Attempts} times without an end and has failed")]
    private partial void LogGivenUp(Guid runId, int attempts);

    [LoggerMessage(LogLevel.Error, "The trainer met a fault and tries again")]
    private partial void LogFault(Exception fault);
}
