using System.CommandLine;
using Nights.DreamSim.Native;
using Nights.Local.Bench;
using Nights.Local.Bench.Metric;

namespace Nights.Local.Commands;

/// <summary><c>nights bench metric | embed | train</c>: the metric at full size, on any device, in any of its numbers.</summary>
internal static class MetricBenchCommand
{
    private static readonly Option<string> Device = MetricOptions.Device();
    private static readonly Option<int> Threads = MetricOptions.Threads();
    private static readonly Option<Precision[]> Precisions = new("--precision")
    {
        Description = "float32, tf32, bfloat16: what is measured, the first one stated.",
        HelpName = "NUMBERS",
        AllowMultipleArgumentsPerToken = true,
        DefaultValueFactory = _ => [Precision.Float32, Precision.BFloat16],
    };
    private static readonly Option<int[]> Triplets = new("--triplets")
    {
        Description = "Sizes of a batch, in triplets of three pictures.",
        HelpName = "N",
        AllowMultipleArgumentsPerToken = true,
        DefaultValueFactory = _ => [16],
    };
    private static readonly Option<int[]> Pictures = new("--pictures")
    {
        Description = "Sizes of a batch, in pictures.",
        HelpName = "N",
        AllowMultipleArgumentsPerToken = true,
        DefaultValueFactory = _ => [1, 8, 32],
    };
    private static readonly Option<int> Batch = CommonOptions.Number("--triplets", 16, 1, 4096, "Triplets of a step, each of three pictures.");
    private static readonly Option<int> Together = CommonOptions.Number("--slice", 4, 1, 4096, "Triplets of a step that are embedded at once.");
    private static readonly Option<int> Rounds = CommonOptions.Number("--rounds", 5, 1, 1000, "Measured steps of each kind.");
    private static readonly Option<int> Depth = CommonOptions.Number("--depth", 12, 1, 48, "Blocks of the network; ViT-B/16 has 12.");

    /// <param name="json">The option that asks for JSON; <paramref name="tell"/> and <paramref name="report"/> heed it.</param>
    /// <param name="tell">Where progress goes.</param>
    /// <param name="report">Where the result goes.</param>
    public static IEnumerable<Command> Create(Option<bool> json, Func<ParseResult, Action<string>> tell, Func<ParseResult, BenchResult, int> report)
    {
        foreach (var sizes in new[] { Triplets, Pictures })
            sizes.Validators.Add(result =>
            {
                foreach (var token in result.Tokens)
                    if (int.TryParse(token.Value, out var number) && number is < 1 or > 4096) result.AddError($"{sizes.Name} is {number}; 1 to 4096 are possible.");
            });
        Precisions.AcceptOnlyFromAmong("float32", "tf32", "bfloat16");
        var metric = new Command("metric", "Pictures a second of the metric at ViT-B/16's size, and what device and numbers change.")
        {
            Device, Threads, Precisions, Triplets, Rounds, Depth, json,
        };
        metric.SetAction((parsed, cancel) => Task.Run(() => report(parsed, new MetricBench(TimeProvider.System).Run(
            new(parsed.GetValue(Device)!, parsed.GetValue(Threads), parsed.GetValue(Precisions)!, parsed.GetValue(Triplets)!, parsed.GetValue(Rounds), parsed.GetValue(Depth)),
            tell(parsed), cancel)), cancel));
        var embed = new Command("embed", "Pictures a second that the metric embeds at ViT-B/16's size, beside the machine's rate of matrix multiplication.")
        {
            Device, Threads, Precisions, Pictures, Rounds, Depth, json,
        };
        embed.SetAction((parsed, cancel) => Task.Run(() => report(parsed, new EmbedBench(TimeProvider.System).Run(
            new(parsed.GetValue(Device)!, parsed.GetValue(Threads), parsed.GetValue(Precisions)!, parsed.GetValue(Pictures)!, parsed.GetValue(Rounds), parsed.GetValue(Depth)),
            tell(parsed), cancel)), cancel));
        var train = new Command("train", "A step of low-rank updates at ViT-B/16's size, beside the same step the reference's way, and its memory.")
        {
            Device, Threads, Precisions, Batch, Together, Rounds, Depth, json,
        };
        train.SetAction((parsed, cancel) => Task.Run(() => report(parsed, new TrainBench(TimeProvider.System).Run(
            new(parsed.GetValue(Device)!, parsed.GetValue(Threads), parsed.GetValue(Precisions)!, parsed.GetValue(Batch), Math.Min(parsed.GetValue(Together), parsed.GetValue(Batch)),
                parsed.GetValue(Rounds), parsed.GetValue(Depth)),
            tell(parsed), cancel)), cancel));
        return [metric, embed, train];
    }
}
