using Nights.Domain.Campaigns;
using Nights.Domain.Quality;

namespace Nights.Local.Bench.Crowd;

/// <summary>
/// Votes a second that the local host acknowledges over HTTP, client, host and PostgreSQL together on this machine, in turn with what that same PostgreSQL can do
/// at most: single-row inserts by pgbench on as many connections. Then the latency of a vote while votes come at a steady rate, and where the time goes.
/// </summary>
internal sealed class VotesBench(TimeProvider clock)
{
    private const int Slots = 200_000, LatencyVoters = 256;
    private const double Wanted = 0.5;
    // Until the code that votes run through is compiled in its last form.
    public static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(20);

    public sealed record Options(int Connections, int Seconds, int Rounds, int Rate);

    /// <param name="VoteMs">Processor milliseconds of all parties a vote: unlike a rate, it hardly depends on who else works on this machine.</param>
    /// <param name="InsertMs">The same of pgbench and its server, a row into the vote's table.</param>
    private sealed record Round(
        double VotesPerSecond, double InsertsPerSecond, double NarrowInsertsPerSecond, double VoteMs, double InsertMs, Latencies Milliseconds);

    /// <summary>Ten trials a page, forty a HIT, every tenth gold. Nobody is excluded: these voters do not look.</summary>
    private static CampaignSpec Spec { get; } = new()
    {
        Name = "votes",
        Quality = new QualitySpec { Practice = 0, PracticeRight = 0, GoldShare = 0.1, GoldRightShare = 0, OnChecks = QualityAction.Nothing, OnTooFast = QualityAction.Nothing, MostOfCampaign = 1 },
        Budget = new BudgetSpec { CapMinor = 1_000_000_000 },
    };

    public async Task<BenchResult> Run(Options options, Action<string> tell, CancellationToken cancel)
    {
        tell("Starting a local host and filling its database ...");
        await using var ground = await BenchGround.Start(cancel);
        var link = await ground.Link(await QueuedCampaign.Insert(ground, Slots, Spec, cancel), cancel);
        await SingleRowInserts.Prepare(ground, cancel);
        using var voters = new Electorate(link, "closed", options.Connections, clock);
        await voters.VoteFor(WarmUp, cancel);

        var rounds = new List<Round>();
        for (var round = 0; round < options.Rounds; round++)
        {
            var start = await ProcessorTime.Of(ground.Host, cancel);
            var took = await voters.VoteFor(TimeSpan.FromSeconds(options.Seconds), cancel);
            var between = await ProcessorTime.Of(ground.Host, cancel);
            var inserts = await SingleRowInserts.Measure(ground, SingleRowInserts.VoteShaped, options.Connections, options.Seconds, cancel);
            var end = await ProcessorTime.Of(ground.Host, cancel);
            var narrow = await SingleRowInserts.Measure(ground, SingleRowInserts.Narrow, options.Connections, options.Seconds, cancel);
            rounds.Add(new Round(
                (double)took.Count / options.Seconds, inserts, narrow, 1000 * (between - start).Total / took.Count,
                1000 * (end - between).Total / (inserts * options.Seconds), Latencies.Of(took)));
            tell($"Round {round + 1}: {rounds[^1].VotesPerSecond:F0} votes/s ({rounds[^1].VoteMs:F2} ms of processor each); pgbench {inserts:F0} rows/s into the vote's table ({rounds[^1].InsertMs:F2} ms), {narrow:F0} into a narrow one");
        }

        using var people = new Electorate(link, "open", LatencyVoters, clock);
        var latency = await people.VoteAt(options.Rate, TimeSpan.FromSeconds(2 * options.Seconds), cancel);
        tell($"At {options.Rate} votes/s: p50 {latency.P50:F1} ms, p99 {latency.P99:F1} ms, at most {latency.Max:F0} ms");

        var (value, limit) = (rounds.Max(round => round.VotesPerSecond), rounds.Max(round => round.InsertsPerSecond));
        var details = new Dictionary<string, object>
        {
            ["connections"] = options.Connections,
            ["seconds"] = options.Seconds,
            ["cores"] = Environment.ProcessorCount,
            ["rounds"] = rounds,
            ["medianRatio"] = rounds.Select(round => round.VotesPerSecond / round.InsertsPerSecond).Order().ElementAt(rounds.Count / 2),
            ["processorRatio"] = rounds.Min(round => round.InsertMs) / rounds.Min(round => round.VoteMs),
            ["latencyAtRate"] = new { options.Rate, milliseconds = latency, wantedP99 = 50 },
            ["repeatedCalls"] = voters.Repeats + people.Repeats,
        };
        if (value / limit < Wanted) details["profile"] = await VoteProfile.Measure(ground, link, options, clock, tell, cancel);
        return new BenchResult("votes", value, "acknowledged votes/s", limit, "pgbench's single-row inserts into the vote's table", value / limit, details);
    }
}
