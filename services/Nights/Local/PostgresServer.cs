namespace Nights.Local;

/// <summary>
/// The processes of a cluster's server, recognised by their working folder, which is the cluster. A process id in postmaster.pid proves
/// nothing by itself: it may have been given to some other program since. Asked as the server's user, who may look where root in a
/// container may not.
/// </summary>
internal static class PostgresServer
{
    private const string Script = "for p in /proc/[0-9]*; do [ \"$p/cwd\" -ef \"$1\" ] && echo \"${p##*/}\"; done; exit 0";

    /// <summary>Ids of the server and of all its children; they share memory, and a new server must not start beside any of them.</summary>
    public static async Task<IReadOnlyCollection<int>> Processes(string cluster, string? user, CancellationToken cancel)
    {
        var (_, output) = await ChildProgram.Run(user, "sh", ["-c", Script, "look", cluster], cancel);
        return [.. output.Split('\n').Where(line => int.TryParse(line, out _)).Select(int.Parse)];
    }
}
