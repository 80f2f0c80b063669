using System.CommandLine;
using Nights.Local.Bench;
using Nights.Local.Bench.Crowd;

namespace Nights.Local.Commands;

/// <summary><c>nights bench votes | leases</c>: what the crowd's service can take, on a local host of its own.</summary>
internal static class CrowdBenchCommands
{
    private static readonly Option<int> Connections = CommonOptions.Number("--connections", 16, 1, 64, "Voters at once, and connections of pgbench.");
    private static readonly Option<int> Seconds = CommonOptions.Number("--seconds", 10, 1, 600, "Length of each measurement.");
    private static readonly Option<int> Rounds = CommonOptions.Number("--rounds", 3, 1, 100, "How often what is compared is measured in turn.");
    private static readonly Option<int> Rate = CommonOptions.Number("--rate", 300, 1, 10_000, "Votes a second at which a vote's latency is measured.");
    private static readonly Option<int> ClaimRate = CommonOptions.Number("--rate", 30, 1, 1000, "Claims a second.");
    private static readonly Option<int[]> Slots = new("--slots")
    {
        Description = "Open slots of each host.",
        HelpName = "N",
        AllowMultipleArgumentsPerToken = true,
        DefaultValueFactory = _ => [10_000, 100_000, 1_000_000],
    };

    /// <param name="json">The option that asks for JSON; <paramref name="tell"/> and <paramref name="report"/> heed it.</param>
    /// <param name="tell">Where progress goes.</param>
    /// <param name="report">Where the result goes.</param>
    public static IEnumerable<Command> Create(Option<bool> json, Func<ParseResult, Action<string>> tell, Func<ParseResult, BenchResult, int> report)
    {
        var votes = new Command("votes", "Votes a second acknowledged over HTTP, beside pgbench's single-row inserts, and a vote's latency.") { Connections, Seconds, Rounds, Rate, json };
        votes.SetAction(async (parsed, cancel) => report(parsed, await new VotesBench(TimeProvider.System).Run(
            new(parsed.GetValue(Connections), parsed.GetValue(Seconds), parsed.GetValue(Rounds), parsed.GetValue(Rate)), tell(parsed), cancel)));
        Slots.Validators.Add(result =>
        {
            foreach (var token in result.Tokens)
                if (int.TryParse(token.Value, out var number) && (number is < 2000 or > 10_000_000 || number % 2 is not 0)) result.AddError($"--slots is {number}; even numbers from 2000 to 10000000 are possible.");
        });
        var leases = new Command("leases", "Latency of claiming a page, by how many slots are open.") { Slots, ClaimRate, Seconds, Rounds, json };
        leases.SetAction(async (parsed, cancel) => report(parsed, await new LeasesBench(TimeProvider.System).Run(
            new(parsed.GetValue(Slots)!, parsed.GetValue(ClaimRate), parsed.GetValue(Seconds), parsed.GetValue(Rounds)), tell(parsed), cancel)));
        return [votes, leases];
    }
}
