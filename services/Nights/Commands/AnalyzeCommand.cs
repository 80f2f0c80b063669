using System.CommandLine;
using System.Globalization;
using Nights.DreamSim.Analysis.Report;
using Nights.DreamSim.Analysis;
using Nights.DreamSim.Checkpoints;
using Nights.DreamSim.Native;

namespace Nights.Local.Commands;

/// <summary><c>nights analyze --model DIR --snapshot PATH -o report.html</c>: where a metric agrees with people and where not, as a page.</summary>
internal static class AnalyzeCommand
{
    private static readonly Option<DirectoryInfo> Model = MetricOptions.Model();
    private static readonly Option<DirectoryInfo> Snapshot = MetricOptions.Snapshot();
    private static readonly Option<FileInfo> Output = new("--output", "-o") { Description = "The report, a single HTML file; an older one is replaced.", HelpName = "FILE" };
    private static readonly Option<string[]> Split = new("--split")
    {
        Description = "train, val, test, test_imagenet, test_no_imagenet; several are taken together.",
        HelpName = "NAME",
        AllowMultipleArgumentsPerToken = true,
        DefaultValueFactory = _ => ["test"],
    };
    private static readonly Option<int> MinVotes = CommonOptions.Number("--min-votes", 0, 0, 1_000_000, "Leave out triplets with fewer votes.");
    private static readonly Option<int> Most = CommonOptions.Number("--gallery", 12, 0, 200, "Triplets to show on which metric and people disagree.");
    private static readonly Option<int> Draws = CommonOptions.Number("--draws", 2000, 1, 1_000_000, "Bootstrap samples of each interval.");
    private static readonly Option<long> Seed = new("--seed") { Description = "Of the bootstrap.", HelpName = "N", DefaultValueFactory = _ => 1 };
    private static readonly Option<string> Device = MetricOptions.Device();
    private static readonly Option<int> Threads = MetricOptions.Threads();
    private static readonly Option<Precision> Arithmetic = MetricOptions.Arithmetic();
    private static readonly Option<bool> Json = CommonOptions.Json();

    public static Command Create()
    {
        var command = new Command("analyze", "Take a metric's agreement with people apart, as a page.")
        {
            Model, Snapshot, Output, Split, MinVotes, Most, Draws, Seed, Device, Threads, Arithmetic, Json,
        };
        command.Validators.Add(result =>
        {
            if (result.GetResult(Output) is null && result.GetResult(Json) is not { Implicit: false })
                result.AddError("Say where the result goes: --output FILE for the report, --json, or both.");
        });
        command.SetAction((parsed, cancel) => Task.Run(() => Run(parsed, cancel), cancel));
        return command;
    }

    private static async Task<int> Run(ParseResult parsed, CancellationToken cancel)
    {
        var compute = MetricOptions.Compute(parsed.GetValue(Device)!, parsed.GetValue(Threads), parsed.GetValue(Arithmetic));
        var (folder, snapshot, report) = (parsed.GetRequiredValue(Model), parsed.GetRequiredValue(Snapshot), parsed.GetValue(Output));
        if (report is { Directory.Exists: false }) throw new CommandFailedException($"There is no folder {report.DirectoryName} for the report.");

        var device = compute.Open();
        using var model = ModelFolder.Load(folder.FullName).To(device);
        var options = new AnalysisOptions
        {
            Splits = parsed.GetRequiredValue(Split),
            MinVotes = parsed.GetValue(MinVotes),
            Gallery = parsed.GetValue(Most),
            Draws = parsed.GetValue(Draws),
            Seed = parsed.GetValue(Seed),
        };
        var analysis = await Progress.Show(
            $"Analysing {folder.Name} on {snapshot.Name}", parsed.GetValue(Json),
            progress => Task.FromResult(Analyse.Run(model, snapshot.FullName, options, compute.Precision, progress, cancel)));

        if (report is not null) await File.WriteAllTextAsync(report.FullName, AnalysisReport.Html(folder.Name, snapshot.Name, analysis), cancel);
        if (parsed.GetValue(Json)) Terminal.Write(analysis);
        else Terminal.Line($"2AFC {analysis.Whole.Figures[0].Value?.ToString("F3", CultureInfo.InvariantCulture) ?? "–"} on {analysis.Whole.Judgements} triplets; the report is {report}.");
        return 0;
    }
}
