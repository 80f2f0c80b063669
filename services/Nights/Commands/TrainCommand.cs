using System.CommandLine;
using Nights.DreamSim.Evaluation;
using Nights.DreamSim.Native;
using Nights.DreamSim.Training;
using Nights.DreamSim.Training.Events;
using Nights.DreamSim.Training.Pairs;
using Nights.DreamSim.Triplets;
using Spectre.Console;

namespace Nights.Local.Commands;

/// <summary><c>nights train</c>: fine-tunes the metric on a snapshot, scores it on the held-out split, and writes a model folder.</summary>
internal static class TrainCommand
{
    private static readonly Option<DirectoryInfo> Snapshot = MetricOptions.Snapshot();
    private static readonly Option<string> Config = new("--config")
    {
        Description = $"A configuration file (JSON or YAML), or a recipe: {string.Join(", ", Recipes.All.Select(recipe => recipe.Name))}.",
        HelpName = "FILE|NAME",
        Required = true,
    };
    private static readonly Option<DirectoryInfo> Out = new("--out")
    {
        Description = "Folder of the model to write. Checkpoints lie in it until the end; the same command resumes from them.",
        HelpName = "DIR",
        Required = true,
    };
    private static readonly Option<DirectoryInfo?> Cache = new("--cache")
    {
        Description = "Folder of decoded pictures, kept for later runs on the same snapshot and size; by default they lie in --out until the end.",
        HelpName = "DIR",
    };
    private static readonly Option<DirectoryInfo?> Events = new("--events") { Description = "Folder of this run's figures for TensorBoard; by default none are written.", HelpName = "DIR" };
    private static readonly Option<long?> Seed = new("--seed") { Description = "In place of the configuration's seed." };
    private static readonly Option<string> Device = MetricOptions.Device();
    private static readonly Option<int> Threads = MetricOptions.Threads();
    private static readonly Option<Precision> Arithmetic = MetricOptions.Arithmetic();
    private static readonly Option<bool> Json = CommonOptions.Json();

    public static Command Create()
    {
        var command = new Command("train", "Fine-tune the metric on a snapshot's votes.") { Snapshot, Config, Out, Cache, Events, Seed, Device, Threads, Arithmetic, Json };
        command.SetAction((parsed, cancel) => Task.Run(() => Run(parsed, cancel), cancel));
        return command;
    }

    private static async Task<int> Run(ParseResult parsed, CancellationToken cancel)
    {
        var config = TrainingConfigFile.Read(parsed.GetRequiredValue(Config), parsed.GetValue(Seed));
        var snapshot = parsed.GetRequiredValue(Snapshot).FullName;
        var compute = MetricOptions.Compute(parsed.GetValue(Device)!, parsed.GetValue(Threads), parsed.GetValue(Arithmetic));
        var folder = parsed.GetRequiredValue(Out).FullName;
        var json = parsed.GetValue(Json);
        if (File.Exists(Path.Combine(folder, DreamSim.Checkpoints.ModelFolder.Description)))
            throw new CommandFailedException($"{folder} holds a model already: give another --out, or remove it.");

        var checkpoints = Path.Combine(folder, "checkpoints");
        var decoded = Path.Combine(folder, "decoded");
        var cache = parsed.GetValue(Cache)?.FullName ?? decoded;
        using var events = parsed.GetValue(Events) is { } told ? new TrainingEvents(told.FullName, TimeProvider.System) : null;
        var started = TimeProvider.System.GetTimestamp();
        object evaluation = config.Objective == Objective.Pairs ? await OnPairs() : await OnTriplets();
        foreach (var underWay in new[] { checkpoints, decoded }.Where(Directory.Exists)) Directory.Delete(underWay, recursive: true);

        var seconds = Math.Round(TimeProvider.System.GetElapsedTime(started).TotalSeconds, 1);
        if (json) Terminal.Write(new { model = folder, config = config.Name, config.Seed, seconds, evaluation });
        else
        {
            if (evaluation is TwoAfcReport choices) EvaluateCommand.Show(choices);
            if (evaluation is PairReport pairs) Show(pairs);
            Terminal.Line($"Wrote {folder} after {seconds} s.");
        }

        return 0;

        async Task<TwoAfcReport> OnTriplets()
        {
            var data = TripletFolder.Open(snapshot, cache);
            using var tuned = await WithProgress(json, events, progress => Train.Run(config, data, compute, new FolderCheckpoints(checkpoints), progress, cancel));
            using var frozen = StartingModel.Create(config);
            var report = Evaluate.Run(tuned, frozen, data, config.TestSplit, config.MinVotes, compute, cancel);
            TrainedFolder.Save(tuned, config, report, folder);
            return report;
        }

        async Task<PairReport> OnPairs()
        {
            var data = PairFolder.Open(snapshot, cache);
            using var tuned = await WithProgress(json, events, progress => Train.Run(config, data, compute, new FolderCheckpoints(checkpoints), progress, cancel));
            var report = EvaluatePairs.Run(tuned, data, config, compute, cancel);
            TrainedFolder.Save(tuned, config, report, folder);
            return report;
        }
    }

    private static void Show(PairReport report)
    {
        Terminal.Line($"{report.Pairs} pairs of split {report.Split}: squared error {report.Error:F4}; always saying the mean gives {report.ErrorOfMean:F4}.");
        if (report.Correlation is { } correlation) Terminal.Line($"Correlation with the judgements: {correlation:F3}.");
    }

    private static async Task<T> WithProgress<T>(bool quiet, TrainingEvents? events, Func<Action<TrainingProgress>?, Task<T>> work)
    {
        if (quiet) return await work(step => events?.Add(step));
        if (!Terminal.IsInteractive)
        {
            return await work(step =>
            {
                events?.Add(step);
                if (step.Step == 1 || step.Step == step.Steps || step.Step % 20 == 0)
                    Terminal.Line($"step {step.Step} of {step.Steps}: loss {step.Loss:F4}, 2AFC {step.Agreement:F2}, {step.PicturesPerSecond:F0} pictures/s");
                if (step.Validation is { } score)
                    Terminal.Line($"epoch {step.Epoch}: validation loss {score.Loss:F4}, 2AFC {score.Agreement:F3}{(score.IsBest ? ", the best so far" : "")}");
            });
        }

        return await Terminal.Out.Progress().Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .StartAsync(async context =>
            {
                var task = context.AddTask("Reading pictures");
                var validated = "";
                return await work(step =>
                {
                    events?.Add(step);
                    if (step.Validation is { } score) validated = $"; validation {score.Loss:F4}, {score.Agreement:P1}";
                    task.MaxValue = step.Steps;
                    task.Value = step.Step;
                    task.Description = $"Epoch {step.Epoch}, loss {step.Loss:F4}, 2AFC {step.Agreement:P0}, {step.PicturesPerSecond:F0} pictures/s{validated}";
                });
            });
    }
}
