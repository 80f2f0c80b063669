using Nights.Local.Simulation.Pages;

namespace Nights.Local.Bench.Crowd;

/// <summary>Where a vote's time goes: processor time by process, transactions, statements and their cost, and what HTTP alone would take.</summary>
internal static class VoteProfile
{
    /// <param name="VotesPerSecond">While the profile was taken.</param>
    /// <param name="CoresBusy">Of this machine, by the three parties together.</param>
    /// <param name="CommitsPerVote">Transactions of PostgreSQL a vote, those of claims and loops included.</param>
    /// <param name="ClientMs">Processor milliseconds a vote of the client.</param>
    /// <param name="HostMs">Of the host: HTTP, JSON, the driver, the rules.</param>
    /// <param name="PostgresMs">Of PostgreSQL.</param>
    /// <param name="HttpCallsPerSecond">Calls a second of an address that asks no database, by as many callers.</param>
    /// <param name="StatementsPerVote">Null where pg_stat_statements is not installed.</param>
    /// <param name="Statements">The dearest.</param>
    public sealed record Figures(
        double VotesPerSecond, double CoresBusy, double CommitsPerVote, double ClientMs, double HostMs, double PostgresMs, double HttpCallsPerSecond,
        double? StatementsPerVote, IReadOnlyList<StatementProfile.Line> Statements);

    private const string Commits = "select xact_commit from pg_stat_database where datname = current_database()";

    public static async Task<Figures> Measure(
        BenchGround ground, HitLink link, VotesBench.Options options, TimeProvider clock, Action<string> tell, CancellationToken cancel)
    {
        var seconds = TimeSpan.FromSeconds(options.Seconds);
        var seesStatements = await StatementProfile.TurnOn(ground, cancel);
        using var voters = new Electorate(link, "profile", options.Connections, clock);
        await voters.VoteFor(VotesBench.WarmUp, cancel);
        if (seesStatements) await StatementProfile.Reset(ground, cancel);

        var (before, commits) = (await ProcessorTime.Of(ground.Host, cancel), await ground.Ask<long>(Commits, cancel));
        var votes = (await voters.VoteFor(seconds, cancel)).Count;
        var used = await ProcessorTime.Of(ground.Host, cancel) - before;
        await Task.Delay(TimeSpan.FromSeconds(1.5), clock, cancel);   // the server's counters come a second late
        commits = await ground.Ask<long>(Commits, cancel) - commits;
        var (statements, lines) = seesStatements ? await StatementProfile.Read(ground, votes, cancel) : (0, []);
        var http = await HttpAlone(ground.Host.PublicUrl, options, clock, cancel);

        var figures = new Figures(
            votes / seconds.TotalSeconds, used.Total / seconds.TotalSeconds, (double)commits / votes, 1000 * used.Client / votes, 1000 * used.Host / votes,
            1000 * used.Postgres / votes, http, seesStatements ? statements : null, lines);
        tell($"Profile at {figures.VotesPerSecond:F0} votes/s, {figures.CoresBusy:F2} cores busy: client {figures.ClientMs:F2} ms, host {figures.HostMs:F2} ms, PostgreSQL {figures.PostgresMs:F2} ms of processor a vote; {figures.CommitsPerVote:F2} commits, {statements:F1} statements a vote; HTTP alone {http:F0} calls/s");
        foreach (var line in lines) tell($"  {line.Calls,6:F2} times  plan {line.PlanMs:F3} ms  run {line.RunMs:F3} ms  {line.Text}");
        return figures;
    }

    private static async Task<double> HttpAlone(Uri site, VotesBench.Options options, TimeProvider clock, CancellationToken cancel)
    {
        using var handler = new SocketsHttpHandler { UseProxy = false, UseCookies = false };
        using var http = new HttpClient(handler, disposeHandler: false) { BaseAddress = site };
        var (start, seconds) = (clock.GetTimestamp(), Math.Min(5, options.Seconds));
        var counts = await Task.WhenAll(Enumerable.Range(0, options.Connections).Select(_ => Task.Run(async () =>
        {
            var calls = 0;
            for (; clock.GetElapsedTime(start).TotalSeconds < seconds; calls++)
            {
                using var reply = await http.GetAsync(new Uri("health/live", UriKind.Relative), cancel);
                reply.EnsureSuccessStatusCode();
            }

            return calls;
        }, cancel)));
        return (double)counts.Sum() / seconds;
    }
}
