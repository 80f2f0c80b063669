using System.Runtime.InteropServices;

namespace Nights.TestServers;

/// <summary>One of our own built programs as a process: started as an operator would start it, watched by what it writes, ended in both ways.</summary>
public sealed partial class NightsProgram : IAsyncDisposable
{
    private const int Term = 15;

    private readonly ScratchFolder folder;
    private readonly ServerProcess process;
    private readonly string name;

    private NightsProgram(ScratchFolder folder, ServerProcess process, string name) =>
        (this.folder, this.process, this.name) = (folder, process, name);

    public int Id => process.Id;

    public bool HasExited => process.HasExited;

    /// <summary>Everything written so far, standard output and error together.</summary>
    public string Output => string.Join('\n', process.Lines);

    /// <summary>Starts artifacts/bin/&lt;project&gt;/release. Each value of <paramref name="environment"/> is set as it is: section keys with "__".</summary>
    /// <param name="project">Folder name below services: Generator, Crowd, Campaigns, Trainer, Nights.</param>
    /// <param name="arguments">The program's arguments.</param>
    /// <param name="environment">Added to this process's own; null removes a variable.</param>
    /// <exception cref="FileNotFoundException">The program has not been built.</exception>
    public static NightsProgram Start(string project, IEnumerable<string> arguments, IReadOnlyDictionary<string, string?> environment)
    {
        var built = Path.Combine(Repository.Root, "artifacts", "bin", project, "release");
        var program = Program(project, built);
        var folder = ScratchFolder.Create(project.ToLowerInvariant());
        var process = ServerProcess.Start(folder, program, arguments, environment: environment, place: built);
        return new NightsProgram(folder, process, project);
    }

    /// <summary>Waits for a line that contains the text.</summary>
    /// <returns>The whole line.</returns>
    /// <exception cref="TimeoutException">It did not come; with the last lines.</exception>
    /// <exception cref="InvalidOperationException">The program ended before; with the last lines.</exception>
    public async Task<string> Says(string text, TimeSpan within, CancellationToken cancel)
    {
        string? found = null;
        await Until(
            () => Task.FromResult((found = process.Lines.FirstOrDefault(line => line.Contains(text, StringComparison.Ordinal))) is not null),
            $"say '{text}'", within, cancel);
        return found!;
    }

    /// <summary>Waits until the address answers with success, e.g. /health/ready.</summary>
    /// <exception cref="TimeoutException">It did not; with the last lines.</exception>
    /// <exception cref="InvalidOperationException">The program ended before; with the last lines.</exception>
    public async Task Answers(Uri address, TimeSpan within, CancellationToken cancel)
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(10) };
        await Until(
            async () =>
            {
                try
                {
                    using var reply = await http.GetAsync(address, cancel);
                    return reply.IsSuccessStatusCode;
                }
                catch (Exception fault) when (fault is HttpRequestException or TaskCanceledException && !cancel.IsCancellationRequested)
                {
                    return false;
                }
            },
            $"answer at {address}", within, cancel);
    }

    /// <summary>Ends the program without warning, as kill -9 does. What it started lives on.</summary>
    public async Task Kill()
    {
        process.Kill();
        await process.Exited(CancellationToken.None);
    }

    /// <summary>Asks the program to end, as Ctrl-C and an orchestrator do (SIGTERM).</summary>
    /// <returns>Its exit code.</returns>
    /// <exception cref="TimeoutException">It still runs; with the last lines.</exception>
    public async Task<int> Stop(TimeSpan within)
    {
        if (Signal(process.Id, Term) is not 0 && !process.HasExited)
            throw new InvalidOperationException($"{name} (process {process.Id}) cannot be signalled.");
        return await Exit(within, CancellationToken.None);
    }

    /// <summary>Waits until the program ends by itself.</summary>
    /// <returns>Its exit code.</returns>
    /// <exception cref="TimeoutException">It still runs; with the last lines.</exception>
    public async Task<int> Exit(TimeSpan within, CancellationToken cancel)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(within);
        try
        {
            await process.Exited(limit.Token);
            return process.ExitCode;
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw new TimeoutException($"{name} still runs after {within}:\n{process.Tail}");
        }
    }

    public ValueTask DisposeAsync() => folder.DisposeAsync();

    private async Task Until(Func<Task<bool>> happened, string what, TimeSpan within, CancellationToken cancel)
    {
        for (var started = TimeProvider.System.GetTimestamp(); ; await Task.Delay(100, cancel))
        {
            if (await happened()) return;
            if (process.HasExited) throw new InvalidOperationException($"{name} ended with {process.ExitCode} before it could {what}:\n{process.Tail}");
            if (TimeProvider.System.GetElapsedTime(started) > within) throw new TimeoutException($"{name} did not {what} within {within}:\n{process.Tail}");
        }
    }

    private static string Program(string project, string built) =>
        new[] { $"Nights.{project}", project.ToLowerInvariant() }.Select(file => Path.Combine(built, file)).FirstOrDefault(File.Exists)
        ?? throw new FileNotFoundException($"'{built}' holds no program. Run: dotnet build services/{project} -c Release");

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Signal(int pid, int signal);
}
