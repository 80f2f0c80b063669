using System.CommandLine;
using System.Globalization;
using Nights.Local.Bench;
using Nights.Local.Bench.Crowd;
using Nights.Local.Bench.Crowd.Rules;

namespace Nights.Local.Commands;

/// <summary><c>nights bench votes | leases | crowd</c>: what the crowd's service can take, on a local host of its own.</summary>
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

    private static readonly Option<int> Participants = CommonOptions.Number("--participants", 1000, 10, 100_000, "Simulated participants; more come when these do not decide everything.");
    private static readonly Option<int> Triplets = CommonOptions.Number("--triplets", 10_000, 30, 1_000_000, "Triplets, rounded down to whole paintings of three.");
    private static readonly Option<int> Kills = CommonOptions.Number("--kills", 5, 0, 100, "Times the host is killed with kill -9 and started again.");
    private static readonly Option<int> Cuts = CommonOptions.Number("--cuts", 5, 0, 100, "Times all its database connections are ended.");
    private static readonly Option<int> AtOnce = CommonOptions.Number("--at-once", 48, 1, 512, "Participants at work at the same time.");
    private static readonly Option<long> Seed = new("--seed") { Description = "Same seed, same people, pictures and moments of misfortune.", DefaultValueFactory = _ => 1 };

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
        var crowd = new Command("crowd", "Kills and cuts a host under its participants, and checks every rule of the crowd. Exits 1 when one is broken.")
        {
            Participants, Triplets, Kills, Cuts, AtOnce, Seed, json,
        };
        crowd.SetAction(async (parsed, cancel) => Report(parsed.GetValue(json), await new RulesBench(TimeProvider.System).Run(
            new(parsed.GetValue(Participants), parsed.GetValue(Triplets), parsed.GetValue(Kills), parsed.GetValue(Cuts), parsed.GetValue(AtOnce), parsed.GetValue(Seed)),
            tell(parsed), cancel)));
        return [votes, leases, crowd];
    }

    private static int Report(bool json, RulesResult result)
    {
        if (json)
        {
            Terminal.Write(result);
        }
        else
        {
            Terminal.Table(["rule", "broken"], result.Rules.Select(rule => (IReadOnlyList<string>)[rule.Rule, $"{rule.Broken}"]));
            foreach (var error in result.Errors) Terminal.Fault(error);
            Terminal.Line(string.Create(CultureInfo.InvariantCulture,
                $"{result.Participants} participants, {result.Triplets} triplets ({result.Accepted} accepted, {result.Dropped} dropped), {result.Acknowledged} answers acknowledged in {result.Seconds:F0} s, {result.Repeats} calls repeated; {result.Kills} kills, {result.Cuts} cuts; {result.SpentMinor} of {result.CapMinor} spent"));
            Terminal.Line($"Answers: {string.Join(", ", result.Votes.Select(votes => $"{votes.Value} {votes.Key}"))}");
        }

        return result.Holds ? 0 : 1;
    }
}
