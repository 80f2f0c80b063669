using System.CommandLine;
using Nights.DreamSim.Checkpoints;
using Nights.DreamSim.Evaluation;
using Nights.DreamSim.Native;
using Nights.DreamSim.Training;
using Nights.DreamSim.Triplets;

namespace Nights.Local.Commands;

/// <summary><c>nights evaluate</c>: how often a model agrees with a snapshot's participants.</summary>
internal static class EvaluateCommand
{
    private static readonly Option<DirectoryInfo> Model = MetricOptions.Model();
    private static readonly Option<DirectoryInfo> Snapshot = MetricOptions.Snapshot();
    private static readonly Option<string> Split = new("--split") { Description = "train, val or test.", DefaultValueFactory = _ => "test" };
    private static readonly Option<int> MinVotes = new("--min-votes") { Description = "Leave out triplets with fewer votes." };
    private static readonly Option<string> Device = MetricOptions.Device();
    private static readonly Option<int> Threads = MetricOptions.Threads();
    private static readonly Option<Precision> Arithmetic = MetricOptions.Arithmetic();
    private static readonly Option<bool> Json = CommonOptions.Json();

    public static Command Create()
    {
        var command = new Command("evaluate", "Score a metric on a snapshot's held-out triplets.") { Model, Snapshot, Split, MinVotes, Device, Threads, Arithmetic, Json };
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
        Terminal.Table(["metric", "agreement", "tuned minus it, 95 %"], rows);
    }

    private static int Run(ParseResult parsed, CancellationToken cancel)
    {
        var folder = parsed.GetRequiredValue(Model).FullName;
        using var tuned = ModelFolder.Load(folder);
        using var frozen = TrainedFolder.Frozen(folder);
        var data = TripletFolder.Open(parsed.GetRequiredValue(Snapshot).FullName);
        var compute = MetricOptions.Compute(parsed.GetValue(Device)!, parsed.GetValue(Threads), parsed.GetValue(Arithmetic));
        var report = Evaluate.Run(tuned, frozen, data, parsed.GetValue(Split)!, parsed.GetValue(MinVotes), compute, cancel);
        if (parsed.GetValue(Json)) Terminal.Write(report);
        else Show(report);
        return 0;
    }
}
