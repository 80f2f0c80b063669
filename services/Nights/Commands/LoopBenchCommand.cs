using System.CommandLine;
using Nights.DreamSim.Training;
using Nights.Local.Bench;
using Nights.Local.Bench.Loop;

namespace Nights.Local.Commands;

/// <summary><c>nights bench loop</c>: what a model that guides a campaign is worth, simulated.</summary>
internal static class LoopBenchCommand
{
    private static readonly Option<int> Seeds = CommonOptions.Number("--seeds", 5, 1, 100, "Seeds, from 1: paintings, people and training.");
    private static readonly Option<int> First = CommonOptions.Number("--first", 300, 30, 10_000, "Paintings of the campaign that the guiding model learns from, judged to the end.");
    private static readonly Option<int> Paintings = CommonOptions.Number("--paintings", 700, 10, 10_000, "Paintings of the campaign that is guided.");
    private static readonly Option<int> HeldOut = CommonOptions.Number("--held-out", 200, 10, 10_000, "Paintings that the final metric is scored on.");
    private static readonly Option<int> Votes = CommonOptions.Number("--votes", 3000, 100, 1_000_000, "Budget of the guided campaign in votes.");
    private static readonly Option<int> Size = CommonOptions.Number("--size", 256, 64, 2048, "Edge of the pictures in pixels.");
    private static readonly Option<int> Threads = CommonOptions.Number("--threads", Environment.ProcessorCount, 1, 256, "Threads of a model call.");
    private static readonly Option<double> Screen = new("--screen") { Description = "Share of the first campaign's triplets whose variations count as nearly identical, 0 to 0.5.", HelpName = "S", DefaultValueFactory = _ => 0.1 };
    private static readonly Option<string> Recipe = new("--recipe") { Description = "By which the metrics learn.", HelpName = "NAME", DefaultValueFactory = _ => "demo" };
    private static readonly Option<DirectoryInfo?> Output = new("--output", "-o") { Description = "Writes loop-tables.md and loop.csv there.", HelpName = "DIR" };

    /// <param name="json">The option that asks for JSON; <paramref name="tell"/> and <paramref name="report"/> heed it.</param>
    /// <param name="tell">Where progress goes.</param>
    /// <param name="report">Where the result goes.</param>
    public static Command Create(Option<bool> json, Func<ParseResult, Action<string>> tell, Func<ParseResult, BenchResult, int> report)
    {
        Recipe.AcceptOnlyFromAmong(Recipes.Demo.Name, Recipes.Lora.Name);
        Screen.Validators.Add(result =>
        {
            if (result.GetValue(Screen) is var share and not (>= 0 and <= 0.5)) result.AddError($"--screen is {share}; 0 to 0.5 is possible.");
        });
        var loop = new Command("loop", "What a model that guides a campaign is worth: votes for each accepted triplet and final accuracy, guided and not, simulated.")
        {
            Seeds, First, Paintings, HeldOut, Votes, Size, Screen, Recipe, Threads, Output, json,
        };
        loop.SetAction((parsed, cancel) => Task.Run(async () => report(parsed, await new LoopBench(tell(parsed)).Run(
            new(parsed.GetValue(Seeds), parsed.GetValue(First), parsed.GetValue(Paintings), parsed.GetValue(HeldOut), parsed.GetValue(Votes), parsed.GetValue(Size),
                parsed.GetValue(Screen), parsed.GetRequiredValue(Recipe), parsed.GetValue(Threads)),
            parsed.GetValue(Output), cancel)), cancel));
        return loop;
    }
}
