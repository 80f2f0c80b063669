using Microsoft.Extensions.Options;
using Nights.Domain.Snapshots;
using Nights.Domain.Training;
using Npgsql;
using NpgsqlTypes;

namespace Nights.Trainer.Runs;

/// <summary>
/// The runs in the database: claim, beat, let go, fail. All times are the database's; every write after the claim is guarded by the fence,
/// so a process that slept past its lease changes nothing.
/// </summary>
internal sealed class TrainingQueue(NpgsqlDataSource database, IOptions<TrainerOptions> options)
{
    private readonly TrainerOptions options = options.Value;

    /// <summary>Takes the oldest run that waits, or whose trainer has fallen silent. Null when there is none.</summary>
    public async Task<ClaimedRun?> Claim(CancellationToken cancel)
    {
        await using var command = database.CreateCommand("""
            with claimed as (
              update training_run set state = @running, owner = @owner, fence = fence + 1, attempts = attempts + 1,
                lease_until = now() + @lease, started_at = coalesce(started_at, now())
              where id = (
                select run.id from training_run run join snapshot on snapshot.id = run.snapshot_id
                where (run.state = @queued or (run.state = @running and run.lease_until < now())) and snapshot.state = @ready
                order by run.created_at limit 1 for update of run skip locked)
              returning id, fence, attempts, config, snapshot_id)
            select claimed.id, claimed.fence, claimed.attempts, claimed.config, snapshot.name, snapshot.version, snapshot.manifest_sha256
            from claimed join snapshot on snapshot.id = claimed.snapshot_id
            """);
        command.Parameters.AddWithValue("queued", (short)RunState.Queued);
        command.Parameters.AddWithValue("running", (short)RunState.Running);
        command.Parameters.AddWithValue("ready", (short)SnapshotState.Ready);
        command.Parameters.AddWithValue("owner", options.Name);
        command.Parameters.AddWithValue("lease", options.LeaseFor);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        return await reader.ReadAsync(cancel)
            ? new ClaimedRun(
                reader.GetGuid(0), reader.GetInt64(1), reader.GetInt32(2), reader.GetString(3), reader.GetString(4), reader.GetString(5), reader.GetString(6))
            : null;
    }

    /// <summary>Renews the lease and shows how far the run is. What this attempt does not know yet stays as the last one left it.</summary>
    /// <returns>False when the run is no longer ours.</returns>
    public Task<bool> Beat(ClaimedRun run, RunProgress progress, CancellationToken cancel) => Write(
        run,
        """
        lease_until = now() + @lease, step = greatest(step, @step), total_steps = coalesce(nullif(@steps, 0), total_steps), epoch = coalesce(@epoch, epoch),
        loss = coalesce(@loss, loss), agreement = coalesce(@agreement, agreement), pictures_per_second = coalesce(@pictures, pictures_per_second),
        seconds_per_step = coalesce(@seconds, seconds_per_step), best_agreement = coalesce(@best, best_agreement), best_epoch = coalesce(@best_epoch, best_epoch)
        """,
        command =>
        {
            command.Parameters.AddWithValue("lease", options.LeaseFor);
            command.Parameters.AddWithValue("step", progress.Step);
            command.Parameters.AddWithValue("steps", progress.Steps);
            Add("epoch", NpgsqlDbType.Integer, progress.Epoch);
            Add("loss", NpgsqlDbType.Double, progress.Loss);
            Add("agreement", NpgsqlDbType.Double, progress.Agreement);
            Add("pictures", NpgsqlDbType.Double, progress.PicturesPerSecond);
            Add("seconds", NpgsqlDbType.Double, progress.SecondsPerStep);
            Add("best", NpgsqlDbType.Double, progress.BestAgreement);
            Add("best_epoch", NpgsqlDbType.Integer, progress.BestEpoch);

            void Add(string name, NpgsqlDbType type, object? value) => command.Parameters.AddWithValue(name, type, value ?? DBNull.Value);
        },
        cancel);

    /// <summary>Notes the newest whole checkpoint. How far the run is, only beats tell: step, epoch and figures belong together.</summary>
    /// <exception cref="LeaseLostException">The run is no longer ours.</exception>
    public async Task NoteCheckpoint(ClaimedRun run, int step, CancellationToken cancel)
    {
        if (!await Write(run, "checkpoint_step = @step", command => command.Parameters.AddWithValue("step", step), cancel))
            throw new LeaseLostException(run.Id);
    }

    /// <summary>Gives the run back to the queue: this process stops, or the world failed. Does nothing when it is no longer ours.</summary>
    public Task LetGo(ClaimedRun run, CancellationToken cancel) => Write(
        run,
        "state = @queued, owner = null, lease_until = null",
        command => command.Parameters.AddWithValue("queued", (short)RunState.Queued),
        cancel);

    /// <summary>Ends the run with a reason that an operator can act on. Does nothing when it is no longer ours.</summary>
    public Task Fail(ClaimedRun run, string reason, CancellationToken cancel) => Write(
        run,
        "state = @failed, failure = @reason, owner = null, lease_until = null, finished_at = now()",
        command =>
        {
            command.Parameters.AddWithValue("failed", (short)RunState.Failed);
            command.Parameters.AddWithValue("reason", reason);
        },
        cancel);

    private async Task<bool> Write(ClaimedRun run, string changes, Action<NpgsqlCommand> values, CancellationToken cancel)
    {
        await using var command = database.CreateCommand($"update training_run set {changes} where id = @id and fence = @fence and state = @running");
        command.Parameters.AddWithValue("id", run.Id);
        command.Parameters.AddWithValue("fence", run.Fence);
        command.Parameters.AddWithValue("running", (short)RunState.Running);
        values(command);
        return await command.ExecuteNonQueryAsync(cancel) == 1;
    }
}
