using System.CommandLine;
using System.CommandLine.Parsing;
using Nights.DreamSim.Checkpoints;
using Nights.DreamSim.Evaluation;
using Nights.DreamSim.Judgements;
using Nights.DreamSim.Judgements.Layouts;
using Nights.DreamSim.Metrics;
using Nights.DreamSim.Native;
using Nights.DreamSim.Training;
using Nights.DreamSim.Triplets;
using Nights.Local.Commands.Evaluation;

namespace Nights.Local.Commands;

/// <summary>
/// <c>nights evaluate</c>: how often metrics agree with people. <c>--model DIR --snapshot PATH</c> is the short form for one trained model, beside itself before training
/// and PSNR; <c>--dataset PATH --layout NAME --metric ..</c> compares any metrics on any data set that can be read.
/// </summary>
internal static class EvaluateCommand
{
    private static readonly Option<DirectoryInfo> Model = MetricOptions.Model();
    private static readonly Option<DirectoryInfo> Snapshot = MetricOptions.Snapshot();
    private static readonly Option<string> Dataset = new("--dataset") { Description = "Folder (or table) of what people judged.", HelpName = "PATH" };
    private static readonly Option<string> Layout = new("--layout") { Description = $"How it is laid out: {string.Join(", ", DatasetLayout.Names)}.", HelpName = "NAME" };
    private static readonly Option<string[]> Metric = new("--metric")
    {
        Description = "psnr, ssim or ms-ssim, with @SIZE at that size; or the folder of a model (model.json) or of LPIPS, DISTS or an ONNX encoder (metric.json). "
            + "The others are compared with the first.",
        HelpName = "[LABEL=]METRIC",
        AllowMultipleArgumentsPerToken = true,
    };
    private static readonly Option<string[]> Split = new("--split")
    {
        Description = "train, val, test, test_imagenet, test_no_imagenet. For nights all that the reference evaluates on, else test; jnd has all pairs unless told.",
        HelpName = "NAME",
        AllowMultipleArgumentsPerToken = true,
    };
    private static readonly Option<int?> MinVotes = new("--min-votes") { Description = "Leave out triplets with fewer votes; nights: 6, else 0.", HelpName = "N" };
    private static readonly Option<string> Columns = new("--columns")
    {
        Description = "jnd: names of the columns, e.g. first=left,second=right,same=share.",
        HelpName = "NAMES",
    };
    private static readonly Option<int> Draws = CommonOptions.Number("--draws", 2000, 1, 1_000_000, "Bootstrap samples of each interval.");
    private static readonly Option<long> Seed = new("--seed") { Description = "Of the bootstrap.", HelpName = "N", DefaultValueFactory = _ => 1 };
    private static readonly Option<string> Device = MetricOptions.Device();
    private static readonly Option<int> Threads = MetricOptions.Threads();
    private static readonly Option<Precision> Arithmetic = MetricOptions.Arithmetic();
    private static readonly Option<bool> Json = CommonOptions.Json();

    public static Command Create()
    {
        Model.Required = Snapshot.Required = false;
        Layout.AcceptOnlyFromAmong([.. DatasetLayout.Names]);
        var command = new Command("evaluate", "Score metrics on what people judged.")
        {
            Model, Snapshot, Dataset, Layout, Metric, Split, MinVotes, Columns, Draws, Seed, Device, Threads, Arithmetic, Json,
        };
        command.Validators.Add(Check);
        command.SetAction((parsed, cancel) => Task.Run(() => Run(parsed, cancel), cancel));
        return command;
    }

    /// <summary>A report for a person.</summary>
    public static void Show(TwoAfcReport report)
    {
        Terminal.Line($"2AFC on {report.Triplets} triplets of {report.Groups} paintings ({report.Split}); chance is 0.500.");
        List<string[]> rows = [["tuned", $"{report.Tuned:F3}", ""]];
        if (report is { Frozen: { } frozen, Gain95: [var low, var high] })
            rows.Add(["before training", $"{frozen:F3}", $"{report.Tuned - frozen:+0.000;-0.000} [{low:+0.000;-0.000}, {high:+0.000;-0.000}]"]);
        rows.Add(["PSNR", $"{report.Psnr:F3}", $"{report.Tuned - report.Psnr:+0.000;-0.000} [{report.OverPsnr95[0]:+0.000;-0.000}, {report.OverPsnr95[1]:+0.000;-0.000}]"]);
        if (report is { Ssim: { } ssim, OverSsim95: [var least, var most] })
            rows.Add(["SSIM", $"{ssim:F3}", $"{report.Tuned - ssim:+0.000;-0.000} [{least:+0.000;-0.000}, {most:+0.000;-0.000}]"]);
        Terminal.Table(["metric", "agreement", "tuned minus it, 95 %"], rows);
    }

    private static void Check(CommandResult result)
    {
        bool Given(Option option) => result.GetResult(option) is { Implicit: false };
        if (Given(Snapshot) == Given(Dataset)) result.AddError("Give either --snapshot PATH or --dataset PATH with --layout NAME.");
        if (Given(Dataset) && !Given(Layout)) result.AddError($"--dataset needs --layout: {string.Join(", ", DatasetLayout.Names)}.");
        if (Given(Snapshot) && Given(Layout)) result.AddError("--snapshot is of the layout snapshot; give another one with --dataset.");
        if (!Given(Model) && !Given(Metric)) result.AddError("Give the metrics: --metric METRIC .., or --model DIR for a trained model and itself before training.");
    }

    private static async Task<int> Run(ParseResult parsed, CancellationToken cancel)
    {
        var compute = MetricOptions.Compute(parsed.GetValue(Device)!, parsed.GetValue(Threads), parsed.GetValue(Arithmetic));
        if (parsed.GetValue(Metric) is { Length: > 0 } || parsed.GetValue(Dataset) is not null) return await Compare(parsed, compute, cancel);

        var splits = parsed.GetValue(Split) is { Length: > 0 } given ? given : ["test"];
        if (splits is not [var split]) throw new CommandFailedException("With --model and --snapshot alone one --split is possible; add --metric to have several.");
        var folder = parsed.GetRequiredValue(Model).FullName;
        using var tuned = ModelFolder.Load(folder);
        using var frozen = TrainedFolder.Frozen(folder);
        var data = TripletFolder.Open(parsed.GetRequiredValue(Snapshot).FullName);
        var report = Evaluate.Run(tuned, frozen, data, split, parsed.GetValue(MinVotes) ?? 0, compute, cancel);
        if (parsed.GetValue(Json)) Terminal.Write(report);
        else Show(report);
        return 0;
    }

    private static async Task<int> Compare(ParseResult parsed, ComputeOptions compute, CancellationToken cancel)
    {
        var choices = (parsed.GetValue(Metric) ?? []).Select(MetricChoice.Parse).ToList();
        var metrics = new List<IPictureMetric>();
        try
        {
            if (parsed.GetValue(Model) is { } model) metrics.AddRange(Trained(model.FullName, compute));
            foreach (var choice in choices) metrics.Add(choice.Open(compute));
            if (metrics.GroupBy(metric => metric.Name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice)
                throw new CommandFailedException($"Two metrics are called '{twice.Key}': give one another label, LABEL=METRIC.");

            var set = Read(parsed, cancel);
            var assessment = await Progress.Show(
                $"Asking {metrics.Count} metrics about {set.Count} judgements", parsed.GetValue(Json),
                progress => Task.FromResult(Assess.Run(metrics, set, parsed.GetValue(Draws), parsed.GetValue(Seed), progress, cancel)));
            if (!parsed.GetValue(Json)) AssessmentTable.Show(assessment);
            else
            {
                var (dataset, layout) = (Place(parsed), Named(parsed));
                Terminal.Write(new { dataset, layout, assessment.Pictures, assessment.Judgements, assessment.Draws, assessment.Seed, assessment.Parts });
            }

            return 0;
        }
        finally
        {
            foreach (var metric in metrics) metric.Dispose();
        }
    }

    /// <summary>A trained model, and itself before training where its folder tells.</summary>
    private static IEnumerable<IPictureMetric> Trained(string folder, ComputeOptions compute)
    {
        yield return new ModelMetric("tuned", ModelFolder.Load(folder).To(compute.Open()), compute.Precision);
        if (TrainedFolder.Frozen(folder) is { } frozen) yield return new ModelMetric("frozen", frozen.To(compute.Open()), compute.Precision);
    }

    private static JudgementSet Read(ParseResult parsed, CancellationToken cancel)
    {
        var options = new LayoutOptions
        {
            Splits = parsed.GetValue(Split) is { Length: > 0 } splits ? splits : null,
            MinVotes = parsed.GetValue(MinVotes),
            Columns = parsed.GetValue(Columns) is { } columns ? JndColumns.Parse(columns) : null,
        };
        return DatasetLayout.Read(Named(parsed), Place(parsed), options, cancel);
    }

    private static string Named(ParseResult parsed) => parsed.GetValue(Layout) ?? "snapshot";

    private static string Place(ParseResult parsed) => parsed.GetValue(Dataset) ?? parsed.GetRequiredValue(Snapshot).FullName;
}
