using System.Diagnostics;

namespace Nights.TestServers;

/// <summary>
/// A temporary folder together with the processes that live in it. Both go when it is disposed, and both also go when the test process is
/// killed: a small shell waits at the other end of a pipe that the kernel closes in either case.
/// </summary>
public sealed class ScratchFolder : IAsyncDisposable
{
    // Ends each recorded process group with its own signal, the last started first (a process id that has been given to somebody else
    // since has another start time and is left alone), then any PostgreSQL whose data folder lies here, then removes the folder and what is mounted in it.
    private const string Keeper = """
        trap '' INT TERM HUP
        cat >/dev/null
        folder=$1
        start() { sed 's/.*) //' "/proc/$1/stat" 2>/dev/null | cut -d' ' -f20; }
        end() {
          kill -s "$1" -- "-$2" 2>/dev/null || kill -s "$1" "$2" 2>/dev/null || return 0
          tries=0
          while kill -s 0 -- "-$2" 2>/dev/null && [ $tries -lt 100 ]; do sleep 0.05; tries=$((tries+1)); done
          kill -s KILL -- "-$2" 2>/dev/null
        }
        tac "$folder.processes" 2>/dev/null | while read -r signal pid started; do
          if [ ! -e "/proc/$pid" ] || [ "$(start "$pid")" = "$started" ]; then end "$signal" "$pid"; fi
        done
        find "$folder" -name postmaster.pid 2>/dev/null | while read -r file; do
          pid=$(head -n 1 "$file")
          if [ "$(readlink "/proc/$pid/cwd")" = "$(dirname "$file")" ]; then
            kill -s QUIT "$pid"
            tries=0
            while [ -e "/proc/$pid" ] && [ $tries -lt 100 ]; do sleep 0.05; tries=$((tries+1)); done
          fi
        done
        cut -d' ' -f2 /proc/mounts | grep "^$folder/" | while read -r mount; do umount -l "$mount"; done
        rm -rf "$folder" "$folder.processes"
        """;

    private readonly Process keeper;
    private readonly Lock gate = new();

    private ScratchFolder(string path)
    {
        Path = path;
        Directory.CreateDirectory(path);
        keeper = Process.Start(new ProcessStartInfo("setsid", ["sh", "-c", Keeper, "keeper", path]) { RedirectStandardInput = true })!;
    }

    /// <summary>The folder, absolute and empty at first.</summary>
    public string Path { get; }

    /// <param name="name">Appears in the folder's name, e.g. "postgres".</param>
    public static ScratchFolder Create(string name) =>
        new(System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"nights-{name}-{Guid.CreateVersion7():N}"));

    /// <summary>A path below the folder.</summary>
    public string this[string relative] => System.IO.Path.Combine(Path, relative);

    public async ValueTask DisposeAsync()
    {
        keeper.StandardInput.Close();
        await keeper.WaitForExitAsync();
        keeper.Dispose();
    }

    /// <summary>Has the leader of a process group ended with the folder.</summary>
    /// <param name="pid">A process that leads its own group.</param>
    /// <param name="signal">What ends it cleanly: TERM, QUIT or KILL.</param>
    internal void Owns(int pid, string signal)
    {
        lock (gate) File.AppendAllText($"{Path}.processes", $"{signal} {pid} {StartTime(pid)}\n");
    }

    private static string StartTime(int pid)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{pid}/stat");
            return stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[19];
        }
        catch (IOException)
        {
            return "gone";
        }
    }
}
