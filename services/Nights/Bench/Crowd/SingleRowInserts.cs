using System.Globalization;
using Nights.Local.Commands;
using Npgsql;

namespace Nights.Local.Bench.Crowd;

/// <summary>
/// What this PostgreSQL can do at most: pgbench, on as many connections as there are voters, each inserting one row a transaction, into a copy of the vote's table
/// with its indexes and checks, and into the narrowest table in which votes could be kept.
/// </summary>
internal static class SingleRowInserts
{
    private const string VoteTable = "bench_vote", NarrowTable = "bench_narrow";

    public static string VoteShaped { get; } =
        $$"""
        insert into {{VoteTable}} (campaign_id, trial_id, submission_id, session_id, participant_id, triplet_id, round, choice, a_on_left, response_ms, status, pay_minor, cast_at, timing)
        values ('01900000-0000-7000-8000-000000000000', gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), 1, 0, true, 900, 0, 2, now(),
            '{"shownAt": "2026-01-01T00:00:00+00:00", "decodeMs": 4.5, "hiddenCount": 0, "viewport": [1280, 720], "pixelRatio": 1}');
        """;

    public static string Narrow { get; } =
        $"""
        \set triplet random(1, 1000000000)
        \set participant random(1, 1000000000)
        insert into {NarrowTable} values (1, :triplet, :participant, 0, gen_random_uuid(), now()) on conflict do nothing;
        """;

    public static Task Prepare(BenchGround ground, CancellationToken cancel) => ground.Do(
        $"""
        create table {VoteTable} (like vote including all);
        create table {NarrowTable} (campaign int, triplet bigint, participant bigint, choice smallint, submission uuid, at timestamptz,
            primary key (campaign, triplet, participant), unique (campaign, submission));
        """, cancel);

    /// <returns>Rows inserted and committed a second.</returns>
    /// <exception cref="CommandFailedException">There is no pgbench beside the server, or it failed.</exception>
    public static async Task<double> Measure(BenchGround ground, string script, int connections, int seconds, CancellationToken cancel)
    {
        var binaries = await PostgresBinaries.Find(major: null, cancel);
        // The server may be a link elsewhere, beside which its other programs lie.
        var server = new FileInfo(binaries["postgres"]).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? binaries["postgres"];
        var pgbench = Path.Combine(Path.GetDirectoryName(server)!, "pgbench");
        if (!File.Exists(pgbench)) throw new CommandFailedException($"There is no pgbench beside {server}, and votes are measured beside it. {PostgresBinaries.Mend}");
        var to = new NpgsqlConnectionStringBuilder(ground.Host.Database());
        var file = Path.Combine(Path.GetTempPath(), $"nights-pgbench-{Guid.CreateVersion7():N}.sql");
        await File.WriteAllTextAsync(file, script, cancel);
        try
        {
            var (code, output) = await ChildProgram.Run(
                user: null, "env",
                [$"PGPASSWORD={to.Password}", pgbench, "-h", to.Host!, "-p", $"{to.Port}", "-U", to.Username!, "-n", "-M", "prepared", "-f", file,
                    "-c", $"{connections}", "-j", $"{Math.Min(connections, Environment.ProcessorCount)}", "-T", $"{seconds}", to.Database!], cancel);
            // "tps = 5821.512 (without initial connection time)"
            var line = output.Split('\n').FirstOrDefault(text => text.StartsWith("tps = ", StringComparison.Ordinal));
            if (code is not 0 || line is null) throw new CommandFailedException($"pgbench failed: {output}");
            return double.Parse(line.Split(' ')[2], CultureInfo.InvariantCulture);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
