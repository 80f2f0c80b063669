using Nights.Local.Commands;

namespace Nights.Local;

/// <summary>An installed PostgreSQL server: the folder that holds initdb, pg_ctl and postgres.</summary>
internal sealed record PostgresBinaries(string Folder, int Major)
{
    private const int Oldest = 15;
    private const string Debian = "/usr/lib/postgresql";

    public const string Mend = "Install it, on Debian and Ubuntu: apt-get install --no-install-recommends postgresql";

    public string this[string program] => Path.Combine(Folder, program);

    /// <summary>The server with this major version, or the newest one when none is asked for.</summary>
    /// <exception cref="CommandFailedException">No such server is installed; the message says how to install it.</exception>
    public static async Task<PostgresBinaries> Find(int? major, CancellationToken cancel)
    {
        var found = new List<PostgresBinaries>();
        foreach (var folder in Places())
        {
            if (await Version(folder, cancel) is { } version) found.Add(new PostgresBinaries(folder, version));
        }

        var best = found.Where(server => major is null || server.Major == major).MaxBy(server => server.Major);
        return best switch
        {
            { Major: >= Oldest } => best,
            { } old => throw new CommandFailedException($"PostgreSQL {old.Major} in {old.Folder} is too old; {Oldest} or newer is needed. {Mend}"),
            null when found.Count > 0 => throw new CommandFailedException(
                $"The data folder's cluster belongs to PostgreSQL {major}, of which no server is installed (only {string.Join(", ", found.Select(server => server.Major).Distinct())}). Install postgresql-{major}, or give a new folder with --data."),
            null => throw new CommandFailedException($"The local host needs a PostgreSQL server ({Oldest} or newer), and none is installed. {Mend}"),
        };
    }

    private static IEnumerable<string> Places()
    {
        var paths = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries);
        // NIGHTS_POSTGRES_BIN names the one folder to use; an empty folder there means none.
        if (Environment.GetEnvironmentVariable("NIGHTS_POSTGRES_BIN") is { Length: > 0 } given) paths = [given];
        else if (Directory.Exists(Debian)) paths = [.. paths, .. Directory.GetDirectories(Debian).Select(version => Path.Combine(version, "bin"))];
        return paths.Where(folder => File.Exists(Path.Combine(folder, "initdb")) && File.Exists(Path.Combine(folder, "pg_ctl")) && File.Exists(Path.Combine(folder, "postgres")));
    }

    private static async Task<int?> Version(string folder, CancellationToken cancel)
    {
        // "postgres (PostgreSQL) 15.14 (Debian 15.14-0+deb12u1)"
        var (code, output) = await ChildProgram.Run(user: null, Path.Combine(folder, "postgres"), ["--version"], cancel);
        var words = output.Split(' ');
        return code is 0 && words.Length >= 3 && int.TryParse(words[2].Split('.', 'b', 'r', 'd')[0], out var major) ? major : null;
    }
}
