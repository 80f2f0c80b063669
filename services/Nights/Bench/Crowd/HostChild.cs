using System.Diagnostics;
using Nights.Local.Commands;
using Npgsql;

namespace Nights.Local.Bench.Crowd;

/// <summary>
/// The local host as a process of its own, so that it can be killed and its processor time told from the caller's. It asks nobody's rate limit, and it ends
/// when this process does, however that ends.
/// </summary>
internal sealed class HostChild(string folder) : IAsyncDisposable
{
    private const int MostLines = 200;
    private static readonly TimeSpan StartsWithin = TimeSpan.FromSeconds(120);

    private readonly Queue<string> said = new();
    private readonly int port = LoopbackPort.Free(), operatorPort = LoopbackPort.Free();
    private Process? program, keeper;

    /// <summary>Where participants come in; the same at every start.</summary>
    public Uri PublicUrl => new($"http://localhost:{port}/");

    /// <summary>Where operators come in; the same at every start.</summary>
    public Uri OperatorUrl => new($"http://localhost:{operatorPort}/");

    /// <summary>The process's id while it runs.</summary>
    public int Id => program?.Id ?? throw new InvalidOperationException("The host has not been started.");

    /// <summary>The cluster's folder.</summary>
    public string Cluster => Path.Combine(folder, "postgres", "cluster");

    /// <summary>The last lines that the host wrote.</summary>
    public IReadOnlyList<string> Said
    {
        get
        {
            lock (said) return [.. said];
        }
    }

    /// <exception cref="CommandFailedException">It did not start; with what it said.</exception>
    public async Task Start(CancellationToken cancel)
    {
        var ready = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        string[] order = ["up", "--data", folder, "--port", $"{port}", "--operator-port", $"{operatorPort}", "--trust-loopback"];
        var (file, before) = ThisProgram();
        var fresh = new Process { StartInfo = ChildProgram.Describe(user: null, file, [.. before, .. order]), EnableRaisingEvents = true };
        DataReceivedEventHandler hear = (_, line) =>
        {
            if (line.Data is not { } text) return;
            lock (said)
            {
                said.Enqueue(text);
                if (said.Count > MostLines) said.Dequeue();
            }

            if (text.StartsWith("Ready.", StringComparison.Ordinal)) ready.TrySetResult(true);
        };
        fresh.OutputDataReceived += hear;
        fresh.ErrorDataReceived += hear;
        fresh.Exited += (_, _) => ready.TrySetResult(false);
        fresh.Start();
        fresh.StandardInput.Close();
        fresh.BeginOutputReadLine();
        fresh.BeginErrorReadLine();
        program = fresh;
        // Reads from a pipe that the kernel closes when this process ends.
        keeper = Process.Start(ChildProgram.Describe(user: null, "sh", ["-c", "trap '' INT TERM HUP; cat >/dev/null; kill -TERM \"$1\" 2>/dev/null", "keeper", $"{fresh.Id}"]))!;
        var started = await ready.Task.WaitAsync(StartsWithin, cancel).ContinueWith(task => task.IsCompletedSuccessfully && task.Result, cancel, TaskContinuationOptions.None, TaskScheduler.Default);
        if (!started) throw new CommandFailedException($"The local host did not start in '{folder}': {string.Join(" | ", Said.TakeLast(5))}");
    }

    /// <summary>kill -9.</summary>
    public async Task Kill()
    {
        program!.Kill();
        await program.WaitForExitAsync();
        await Forget();
    }

    /// <summary>SIGTERM, and waits for the end.</summary>
    public async Task Stop(CancellationToken cancel)
    {
        if (program is null) return;
        if (!program.HasExited) await ChildProgram.Run(user: null, "kill", ["-TERM", $"{program.Id}"], cancel);
        await program.WaitForExitAsync(cancel);
        await Forget();
    }

    /// <summary>Connection string of the host's own database; another port after each start.</summary>
    public string Database()
    {
        // The fourth line of a running server's postmaster.pid is its port.
        var databasePort = File.ReadAllLines(Path.Combine(Cluster, "postmaster.pid"))[3];
        var password = File.ReadAllText(Path.Combine(folder, "secrets", "postgres")).Trim();
        return new NpgsqlConnectionStringBuilder
        {
            Host = "127.0.0.1",
            Port = int.Parse(databasePort, System.Globalization.CultureInfo.InvariantCulture),
            Username = "nights",
            Password = password,
            Database = "nights",
            MaxPoolSize = 10,
            CommandTimeout = 600,
        }.ConnectionString;
    }

    public async ValueTask DisposeAsync() => await Stop(CancellationToken.None);

    private async Task Forget()
    {
        program!.Dispose();
        program = null;
        if (keeper is null) return;
        keeper.StandardInput.Close();
        await keeper.WaitForExitAsync();
        keeper.Dispose();
        keeper = null;
    }

    private static (string File, string[] Before) ThisProgram()
    {
        var running = Environment.ProcessPath ?? throw new InvalidOperationException("This process has no path.");
        return Path.GetFileNameWithoutExtension(running) is "dotnet" ? (running, [typeof(HostChild).Assembly.Location]) : (running, []);
    }
}
