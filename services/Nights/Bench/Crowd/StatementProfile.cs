namespace Nights.Local.Bench.Crowd;

/// <summary>What PostgreSQL did for each vote, as its module pg_stat_statements saw it.</summary>
internal static class StatementProfile
{
    private const int Shown = 14, LongestText = 160;

    /// <param name="Calls">Times a vote.</param>
    /// <param name="PlanMs">Milliseconds of planning a vote.</param>
    /// <param name="RunMs">Milliseconds of execution a vote, waiting for locks included.</param>
    /// <param name="Text">Its beginning, on one line.</param>
    public sealed record Line(double Calls, double PlanMs, double RunMs, string Text);

    /// <summary>Has the module loaded and restarts the host.</summary>
    /// <returns>False where it is not installed; then nothing is changed.</returns>
    public static async Task<bool> TurnOn(BenchGround ground, CancellationToken cancel)
    {
        if (await ground.Ask<long>("select count(*) from pg_available_extensions where name = 'pg_stat_statements'", cancel) is 0) return false;
        await ground.Do("alter system set shared_preload_libraries = 'pg_stat_statements'", cancel);
        await ground.Restart(cancel);
        await ground.Do("alter system set pg_stat_statements.track_planning = on", cancel);
        await ground.Do("select pg_reload_conf()", cancel);
        await ground.Do("create extension if not exists pg_stat_statements", cancel);
        return true;
    }

    public static Task Reset(BenchGround ground, CancellationToken cancel) => ground.Do("select pg_stat_statements_reset()", cancel);

    /// <summary>All statements since the reset, the dearest first.</summary>
    public static async Task<(double Statements, IReadOnlyList<Line> Lines)> Read(BenchGround ground, long votes, CancellationToken cancel)
    {
        await using var command = ground.Database.CreateCommand(
            "select calls, total_plan_time, total_exec_time, query from pg_stat_statements order by total_plan_time + total_exec_time desc");
        await using var rows = await command.ExecuteReaderAsync(cancel);
        var (all, lines) = (0L, new List<Line>());
        while (await rows.ReadAsync(cancel))
        {
            all += rows.GetInt64(0);
            var text = string.Join(' ', rows.GetString(3).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
            if (lines.Count < Shown)
                lines.Add(new Line((double)rows.GetInt64(0) / votes, rows.GetDouble(1) / votes, rows.GetDouble(2) / votes, text.Length > LongestText ? text[..LongestText] : text));
        }

        return ((double)all / votes, lines);
    }
}
