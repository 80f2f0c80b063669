using Microsoft.Extensions.Options;
using Nights.DreamSim;
using Nights.DreamSim.Analysis;
using Nights.DreamSim.Analysis.Report;
using Nights.DreamSim.Checkpoints;
using Nights.DreamSim.Evaluation;
using Nights.DreamSim.Training;
using Nights.DreamSim.Training.Events;
using Nights.DreamSim.Training.Pairs;
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
    TimeProvider clock,
    IOptions<TrainerOptions> options,
    ILogger<TrainRun> logger)
{
    private const string ReportFile = "report.html";

    /// <exception cref="InvalidDataException">Configuration, snapshot or checkpoint cannot be used: trying again would not help.</exception>
    /// <exception cref="LeaseLostException">The run is no longer ours.</exception>
    public async Task Run(ClaimedRun run, Heartbeat heartbeat)
    {
        var cancel = heartbeat.Work;
        var scratch = Path.Combine(options.Value.Scratch, run.Id.ToString("N"));
        var compute = options.Value.Compute;
        var (steps, reached) = (new LastSteps(clock), RunProgress.None);
        var config = Recipes.Parse(run.Config, "The run's configuration");
        var snapshot = Path.Combine(scratch, "snapshot");
        await fetchSnapshot.Run(run, snapshot, cancel);

        var (decoded, model) = (Path.Combine(scratch, "decoded"), Path.Combine(scratch, $"model-{run.Fence}"));
        var checkpoints = new ObjectCheckpoints(objects, queue, run);
        using var events = options.Value.Events is { } told ? new TrainingEvents(Path.Combine(told, run.Id.ToString()), clock) : null;
        var evaluation = config.Objective is Objective.Pairs ? await OnPairs() : await OnTriplets();
        await registerModel.Run(run, model, evaluation, cancel);
        Directory.Delete(scratch, recursive: true);

        async Task<string> OnTriplets()
        {
            var data = TripletFolder.Open(snapshot, decoded);
            using var tuned = await Train.Run(config, data, compute, checkpoints, Report, cancel);
            await StayOurs();
            using var frozen = StartingModel.Create(config);
            var report = Evaluate.Run(tuned, frozen, data, config.TestSplit, config.MinVotes, compute, cancel);
            LogEvaluated(run.Id, report.Frozen ?? 0, report.Tuned, report.Triplets);
            meter.Agreement.Record(report.Tuned);
            TrainedFolder.Save(tuned, config, report, model);
            if (options.Value.Report) WriteReport(tuned);
            return ModelJson.Text(report);
        }

        void WriteReport(PerceptualModel tuned)
        {
            var analysis = Analyse.Run(
                tuned, snapshot, new AnalysisOptions { Splits = [config.TestSplit], MinVotes = config.MinVotes }, compute.Precision, progress: null, cancel);
            File.WriteAllText(Path.Combine(model, ReportFile), AnalysisReport.Html(config.Name, $"{run.SnapshotName}@{run.SnapshotVersion}", analysis));
        }

        async Task<string> OnPairs()
        {
            var data = PairFolder.Open(snapshot, decoded);
            using var tuned = await Train.Run(config, data, compute, checkpoints, Report, cancel);
            await StayOurs();
            var report = EvaluatePairs.Run(tuned, data, config, compute, cancel);
            LogEvaluatedPairs(run.Id, report.Error, report.ErrorOfMean, report.Pairs);
            TrainedFolder.Save(tuned, config, report, model);
            return ModelJson.Text(report);
        }

        // An evaluation takes minutes with a large network: not for a run that is no longer ours.
        async Task StayOurs()
        {
            if (!await queue.Beat(run, reached, cancel)) throw new LeaseLostException(run.Id);
        }

        void Report(TrainingProgress step)
        {
            heartbeat.Report(reached = steps.Add(step));
            events?.Add(step);
            meter.Steps.Add(1);
        }
    }

    [LoggerMessage(LogLevel.Information, "Training run {RunId}: 2AFC {Frozen} frozen, {Tuned} tuned on {Triplets} held-out triplets")]
    private partial void LogEvaluated(Guid runId, double frozen, double tuned, int triplets);

    [LoggerMessage(LogLevel.Information, "Training run {RunId}: squared error {Error}, {ErrorOfMean} for always saying the mean, on {Pairs} held-out pairs")]
    private partial void LogEvaluatedPairs(Guid runId, double error, double errorOfMean, int pairs);
}
