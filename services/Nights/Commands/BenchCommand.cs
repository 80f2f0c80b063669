using System.CommandLine;
using System.Globalization;
using Nights.Local.Bench;
using Nights.Local.Bench.Aggregation;
using Nights.Local.Bench.Painting;
using Nights.Local.Bench.Policies;
using Nights.Local.Bench.Variations;

namespace Nights.Local.Commands;

/// <summary><c>nights bench paint | generator | variations | metric | embed | train | aggregate | policies | loop | votes | leases | crowd</c>: each measures its limit in the same run.</summary>
internal static class BenchCommand
{
    private static readonly Option<bool> Json = CommonOptions.Json();
    private static readonly Option<int> Size = CommonOptions.Number("--size", 512, 64, 2048, "Edge of the pictures in pixels.");
    private static readonly Option<int> Steps = CommonOptions.Number("--steps", 20, 1, 200, "Inference steps.");
    private static readonly Option<int> Threads = CommonOptions.Number("--threads", Environment.ProcessorCount, 1, 256, "Threads of one model call.");
    private static readonly Option<int> Rounds = CommonOptions.Number("--rounds", 5, 1, 100, "How often pipeline and limit are measured in turn.");
    private static readonly Option<int> Triplets = CommonOptions.Number("--triplets", 50, 0, 100_000, "Triplets painted while memory, or throughput, is watched.");

    private static readonly RuntimeChoice Runtime = new();
    private static readonly Option<int> Channels = CommonOptions.Number("--channels", 64, 16, 1024, "Channels of the network at full resolution, a multiple of 16; Stable Diffusion 1 has 320.");
    private static readonly Option<string> Model = PaintOptions.ModelOption();
    private static readonly Option<double> Guidance = new("--guidance") { Description = "Classifier-free guidance scale.", HelpName = "G", DefaultValueFactory = _ => 1 };
    private static readonly Option<int> References = CommonOptions.Number("--references", 24, 2, 1000, "References that are varied.");
    private static readonly Option<FileInfo?> Sheet = new("--output", "-o") { Description = "Writes a contact sheet: a row an operator, the reference first, then two variations a level.", HelpName = "OUT.png" };

    private static readonly Option<int> Votes = CommonOptions.Number("--votes", 1_000_000, 100, 20_000_000, "Votes that are drawn.");
    private static readonly Option<int> Simulated = CommonOptions.Number("--triplets", 20_000, 1000, 1_000_000, "Triplets of each simulation.");
    private static readonly Option<DirectoryInfo?> Folder = new("--output", "-o") { Description = "Writes policies.csv, policies.json, policies.svg and policies.md there.", HelpName = "DIR" };

    public static Command Create()
    {
        var paint = new Command("paint", "What the pipeline costs beside the graphs: time, allocation, memory.") { Size, Steps, Channels, Rounds, Triplets, Json };
        foreach (var option in Runtime.All) paint.Add(option);
        paint.SetAction((parsed, cancel) => Task.Run(
            () => Report(parsed, new PaintBench(TimeProvider.System).Run(
                new(parsed.GetValue(Size), parsed.GetValue(Steps), parsed.GetValue(Channels), Runtime.Of(parsed), parsed.GetValue(Rounds), parsed.GetValue(Triplets)),
                Tell(parsed), cancel)),
            cancel));
        var generator = new Command("generator", "Triplets a minute of the demo model through the whole service, files stored.") { Size, Steps, Threads, Triplets, Json };
        generator.SetAction(async (parsed, cancel) => Report(parsed, await new GeneratorBench(TimeProvider.System).Run(
            new(parsed.GetValue(Size), parsed.GetValue(Steps), parsed.GetValue(Threads), Math.Max(1, parsed.GetValue(Triplets))), Tell(parsed), cancel)));
        var variations = new Command("variations", "What each operator of the five dimensions moves, in a table and on a contact sheet.") { Model, Size, Steps, Guidance, References, Threads, Sheet, Json };
        variations.SetAction((parsed, cancel) => Task.Run(() => Variations(parsed, cancel), cancel));
        var aggregate = new Command("aggregate", "Seconds and memory each method of aggregation takes.") { Votes, Rounds, Json };
        aggregate.SetAction((parsed, cancel) => Task.Run(
            () => Report(parsed, new AggregateBench(TimeProvider.System).Run(new(parsed.GetValue(Votes), parsed.GetValue(Rounds)), Tell(parsed), cancel)), cancel));
        var policies = new Command("policies", "What vote policies cost and let through, simulated: schedules, closed forms, and the Bayesian rule.") { Simulated, Folder, Json };
        policies.SetAction((parsed, cancel) => Task.Run(
            () => Report(parsed, new PoliciesBench(parsed.GetValue(Simulated), Tell(parsed)).Run(parsed.GetValue(Folder), cancel)), cancel));
        var bench = new Command("bench", "Measure this machine: each figure stands beside its limit, taken in the same run.")
        {
            paint, generator, variations, aggregate, policies,
        };
        foreach (var command in MetricBenchCommand.Create(Json, Tell, Report).Concat(CrowdBenchCommands.Create(Json, Tell, Report)).Append(LoopBenchCommand.Create(Json, Tell, Report))) bench.Add(command);
        return bench;
    }

    private static int Variations(ParseResult parsed, CancellationToken cancel)
    {
        var model = parsed.GetRequiredValue(Model);
        var options = new VariationsBench.Options(
            model, parsed.GetValue(Size), parsed.GetValue(Steps), parsed.GetValue(Guidance), parsed.GetValue(References), parsed.GetValue(Threads), [0.25, 0.5, 0.75, 1]);
        var (result, sheet) = VariationsBench.Run(options, PaintOptions.Directory(model), Tell(parsed), cancel);
        if (parsed.GetValue(Sheet) is { } file)
        {
            file.Directory?.Create();
            File.WriteAllBytes(file.FullName, sheet.EncodePng());
        }
        return Report(parsed, result);
    }

    private static Action<string> Tell(ParseResult parsed) => parsed.GetValue(Json) ? _ => { } : text => Terminal.Line(text);

    private static int Report(ParseResult parsed, BenchResult result)
    {
        if (parsed.GetValue(Json))
        {
            Terminal.Write(result);
            return 0;
        }
        Terminal.Line(string.Create(CultureInfo.InvariantCulture,
            $"{result.Bench}: {result.Value:G4} {result.Unit}; {result.LimitName}: {result.Limit:G4}; ratio {result.Ratio:F3}"));
        return 0;
    }
}
