using System.CommandLine;
using System.Globalization;
using Nights.Local.Bench;
using Nights.Local.Bench.Painting;

namespace Nights.Local.Commands;

/// <summary><c>nights bench paint | generator | variations</c>: each measures its limit in the same run.</summary>
internal static class BenchCommand
{
    private static readonly Option<bool> Json = CommonOptions.Json();
    private static readonly Option<int> Size = CommonOptions.Number("--size", 512, 64, 2048, "Edge of the pictures in pixels.");
    private static readonly Option<int> Steps = CommonOptions.Number("--steps", 20, 1, 200, "Inference steps.");
    private static readonly Option<int> Threads = CommonOptions.Number("--threads", Environment.ProcessorCount, 1, 256, "Threads of one model call.");
    private static readonly Option<int> Rounds = CommonOptions.Number("--rounds", 5, 1, 100, "How often pipeline and limit are measured in turn.");
    private static readonly Option<int> Triplets = CommonOptions.Number("--triplets", 50, 0, 100_000, "Triplets painted while memory, or throughput, is watched.");

    public static Command Create()
    {
        var paint = new Command("paint", "What the pipeline costs beside the graphs: time, allocation, memory.") { Size, Steps, Threads, Rounds, Triplets, Json };
        paint.SetAction((parsed, cancel) => Task.Run(
            () => Report(parsed, new PaintBench(TimeProvider.System).Run(
                new(parsed.GetValue(Size), parsed.GetValue(Steps), parsed.GetValue(Threads), parsed.GetValue(Rounds), parsed.GetValue(Triplets)), Tell(parsed), cancel)),
            cancel));
        var generator = new Command("generator", "Triplets a minute of the demo model through the whole service, files stored.") { Size, Steps, Threads, Triplets, Json };
        generator.SetAction(async (parsed, cancel) => Report(parsed, await new GeneratorBench(TimeProvider.System).Run(
            new(parsed.GetValue(Size), parsed.GetValue(Steps), parsed.GetValue(Threads), Math.Max(1, parsed.GetValue(Triplets))), Tell(parsed), cancel)));
        return new Command("bench", "Measure this machine: each figure stands beside its limit, taken in the same run.") { paint, generator };
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
