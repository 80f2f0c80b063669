using System.Collections.Concurrent;
using System.Diagnostics;

namespace Nights.TestServers;

/// <summary>A process in its own session, owned by a scratch folder, with everything it writes kept.</summary>
public sealed class ServerProcess
{
    private readonly ConcurrentQueue<string> lines = new();
    private readonly Process process;

    private ServerProcess(Process process) => this.process = process;

    public int Id => process.Id;

    public bool HasExited => process.HasExited;

    /// <summary>Exit code of a process that has ended; 128 and the signal when it was killed.</summary>
    public int ExitCode => process.ExitCode;

    /// <summary>All lines so far, standard output and error together.</summary>
    public IReadOnlyCollection<string> Lines => lines;

    /// <summary>The last lines, for messages to people.</summary>
    public string Tail => string.Join('\n', lines.TakeLast(40));

    /// <param name="folder">Ends the process when it goes.</param>
    /// <param name="program">Path or name of the program.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="signal">What ends it cleanly: TERM, QUIT or KILL.</param>
    /// <param name="environment">Added to this process's own; null removes a variable.</param>
    /// <param name="user">Runs as this user; only root can ask for it.</param>
    /// <param name="place">Working folder; the scratch folder when not given.</param>
    public static ServerProcess Start(
        ScratchFolder folder,
        string program,
        IEnumerable<string> arguments,
        string signal = "KILL",
        IReadOnlyDictionary<string, string?>? environment = null,
        string? user = null,
        string? place = null)
    {
        var start = new ProcessStartInfo("setsid", [program, .. arguments])
        {
            WorkingDirectory = place ?? folder.Path,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (user is not null) start.UserName = user;
        foreach (var (name, value) in environment ?? new Dictionary<string, string?>())
            start.Environment[name] = value;

        var server = new ServerProcess(new Process { StartInfo = start });
        server.process.OutputDataReceived += (_, line) => server.Keep(line.Data);
        server.process.ErrorDataReceived += (_, line) => server.Keep(line.Data);
        server.process.Start();
        folder.Owns(server.process.Id, signal);
        server.process.BeginOutputReadLine();
        server.process.BeginErrorReadLine();
        return server;
    }

    /// <summary>Runs a program to its end.</summary>
    /// <returns>What it wrote.</returns>
    /// <exception cref="InvalidOperationException">It ended with another code than 0, or not within a minute.</exception>
    public static async Task<string> Run(
        ScratchFolder folder,
        string program,
        IEnumerable<string> arguments,
        IReadOnlyDictionary<string, string?>? environment = null,
        string? user = null)
    {
        var all = arguments.ToArray();
        var run = Start(folder, program, all, environment: environment, user: user);
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        await run.Exited(limit.Token);
        return run.ExitCode is 0
            ? string.Join('\n', run.Lines)
            : throw new InvalidOperationException($"{program} {string.Join(' ', all)} ended with {run.ExitCode}:\n{run.Tail}");
    }

    /// <summary>Waits for the end and for its last line.</summary>
    public Task Exited(CancellationToken cancel) => process.WaitForExitAsync(cancel);

    /// <summary>Ends the process at once, as kill -9 does; its children live on.</summary>
    public void Kill() => process.Kill();

    private void Keep(string? line)
    {
        if (line is not null) lines.Enqueue(line);
    }
}
