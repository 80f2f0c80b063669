using Microsoft.Extensions.Options;
using Nights.DreamSim.Checkpoints;
using Nights.DreamSim.Evaluation;
using Nights.DreamSim.Training;
using Nights.DreamSim.Triplets;
using Nights.Hosting.Objects;
using Nights.Trainer.Registry;
using Nights.Trainer.Snapshots;

namespace Nights.Trainer.Runs;

/// <summary>
/// One run from its snapshot to a registered model. Killed anywhere, the next attempt resumes from the last checkpoint; what a lost attempt
/// still writes is guarded by the fence, or lies under names of its own.
/// </summary>
internal sealed partial class TrainRun(
    TrainingQueue queue,
    FetchSnapshot fetchSnapshot,
    RegisterModel registerModel,
    IObjects objects,
    TrainerMeter meter,
    IOptions<TrainerOptions> options,
    ILogger<TrainRun> logger)
{
    /// <exception cref="InvalidDataException">Configuration, snapshot or checkpoint cannot be used: trying again would not help.</exception>
    /// <exception cref="LeaseLostException">The run is no longer ours.</exception>
    public async Task Run(ClaimedRun run, Heartbeat heartbeat)
    {
        var cancel = heartbeat.Work;
        var scratch = Path.Combine(options.Value.Scratch, run.Id.ToString("N"));
        var compute = options.Value.Compute;
        var reached = RunProgress.None;
        var config = Recipes.Parse(run.Config, "The run's configuration");
        var snapshot = Path.Combine(scratch, "snapshot");
        await fetchSnapshot.Run(run, snapshot, cancel);

        var data = TripletFolder.Open(snapshot);
        using var tuned = await Train.Run(config, data, compute, new ObjectCheckpoints(objects, queue, run), Report, cancel);
        if (!await queue.Beat(run, reached, cancel)) throw new LeaseLostException(run.Id);
        using var frozen = StartingModel.Create(config);
        var report = Evaluate.Run(tuned, frozen, data, config.TestSplit, config.MinVotes, compute, cancel);
        LogEvaluated(run.Id, report.Frozen ?? 0, report.Tuned, report.Triplets);
        meter.Agreement.Record(report.Tuned);

        var model = Path.Combine(scratch, $"model-{run.Fence}");
        TrainedFolder.Save(tuned, config, report, model);
        await registerModel.Run(run, model, ModelJson.Text(report), cancel);
        Directory.Delete(scratch, recursive: true);

        void Report(TrainingProgress step)
        {
            heartbeat.Report(reached = new RunProgress(step.Step, step.Steps, step.Loss));
            meter.Steps.Add(1);
        }
    }

    [LoggerMessage(LogLevel.Information, "Training run {RunId}: 2AFC {Frozen} frozen, {Tuned} tuned on {Triplets} held-out triplets")]
    private partial void LogEvaluated(Guid runId, double frozen, double tuned, int triplets);
}
