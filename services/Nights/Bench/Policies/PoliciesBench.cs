using System.Text.Json;
using Nights.Domain.Campaigns;
using Nights.Domain.Forecasts;

namespace Nights.Local.Bench.Policies;

/// <summary>
/// What vote policies cost, by simulation of the rules alone: schedules on triplets as hard as those of NIGHTS, and the Bayesian rule beside the default
/// schedule at equal false accepts for every share of spammers. Seeded: the same number of triplets gives the same figures.
/// </summary>
internal sealed class PoliciesBench(int triplets, Action<string> tell)
{
    private static readonly double[] Prevalences = [0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3];

    /// <summary>A schedule, what it cost in simulation, and what it costs by hand.</summary>
    internal sealed record ScheduleRow(IReadOnlyList<int> Schedule, Estimate Votes, double Expected, Estimate Accepted);

    /// <summary>Triplets as hard as those of NIGHTS, and HITs long enough that gold can tell people apart.</summary>
    internal static ForecastPlan Compared(int triplets) => new()
    {
        Count = triplets,
        Triplets = new TripletMix { Difficulty = TripletMix.OfNights },
        Hit = new HitSpec { TrialsPerHit = 100 },
    };

    /// <param name="folder">Where to write the table, the data and the plot, or null.</param>
    public BenchResult Run(DirectoryInfo? folder, CancellationToken cancel)
    {
        var schedules = Schedules();
        foreach (var row in schedules) tell(PolicyTable.Line(row));
        var rows = new List<ComparePolicies.Row>();
        foreach (var row in ComparePolicies.Run(Compared(triplets), Prevalences, cancel))
        {
            rows.Add(row);
            tell(PolicyTable.Line(row));
        }

        var saving = rows.Max(row => row.Bayesian.VotesPerClearKept / row.Schedule.VotesPerClearKept);
        var result = new BenchResult(
            "policies", saving, "of the schedule's votes for each triplet kept rightly, at the worst share of spammers", 1, "the schedule at equal false accepts", saving,
            new Dictionary<string, object> { ["triplets"] = triplets, ["schedules"] = schedules, ["bayesian"] = rows });
        if (folder is not null) Write(folder, schedules, rows, result);
        return result;
    }

    private List<ScheduleRow> Schedules()
    {
        var plan = new ForecastPlan
        {
            Count = triplets,
            Quality = new QualitySpec { Practice = 0, GoldShare = 0 },
            Triplets = new TripletMix { Difficulty = TripletMix.OfNights },
            People = new PeopleMix { Spammers = 0 },
        };
        int[][] schedules = [[6], [2, 1, 1, 1, 1], [3, 2, 1], [10], [2, 1, 1, 1, 1, 1, 1, 1, 1], [5, 5], [3, 3, 4]];
        return [.. schedules.Select(schedule =>
        {
            var figures = SimulatePolicy.Run(plan with { Votes = new VoteSpec { Schedule = schedule } });
            return new ScheduleRow(schedule, figures.Votes, ClosedForms.UnanimousVotes(schedule, TripletMix.OfNights), figures.Accepted);
        })];
    }

    private static void Write(DirectoryInfo folder, IReadOnlyList<ScheduleRow> schedules, IReadOnlyList<ComparePolicies.Row> rows, BenchResult result)
    {
        folder.Create();
        File.WriteAllText(Path.Combine(folder.FullName, "policies.csv"), PolicyTable.Csv(rows));
        File.WriteAllText(Path.Combine(folder.FullName, "policies.json"), JsonSerializer.Serialize(result, JsonSerializerOptions.Web) + "\n");
        File.WriteAllText(Path.Combine(folder.FullName, "policies.svg"), PolicyPlot.Svg(rows));
        File.WriteAllText(Path.Combine(folder.FullName, "policies.md"), PolicyTable.Markdown(schedules, rows));
    }
}
