using System.Diagnostics;
using Nights.Local.Commands;
using Npgsql;

namespace Nights.Local;

/// <summary>
/// The local host's own PostgreSQL: a cluster in the data folder, made at the first start, durable (fsync, checksums), reachable from this
/// machine with a password, started and stopped with the host. A host that is killed takes its server along; if even that fails, the next
/// start finds the old server and stops it first.
/// </summary>
internal sealed class PrivatePostgres : IAsyncDisposable
{
    private const string User = "nights", Database = "nights";
    private static readonly TimeSpan StopWithin = TimeSpan.FromSeconds(60);

    private readonly PostgresBinaries binaries;
    private readonly string? user;
    private readonly string home, cluster, password;
    private Process? keeper;
    private DirectoryInfo? sockets;

    private PrivatePostgres(PostgresBinaries binaries, string? user, string home, string password)
    {
        (this.binaries, this.user, this.home, this.password) = (binaries, user, home, password);
        cluster = Path.Combine(home, "cluster");
    }

    /// <summary>Connection string of the database "nights" of this cluster.</summary>
    public string ConnectionString { get; private set; } = "";

    /// <param name="home">The folder "postgres" of the data folder.</param>
    /// <param name="password">Of the cluster's one user.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="CommandFailedException">No server is installed, the folder does not suit, or the server does not start.</exception>
    public static async Task<PrivatePostgres> Start(string home, string password, CancellationToken cancel)
    {
        var binaries = await PostgresBinaries.Find(ClusterMajor(home), cancel);
        var server = new PrivatePostgres(binaries, ServerUser.Choose(), home, password);
        try
        {
            Directory.CreateDirectory(home, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            await ServerUser.Give(home, server.user, cancel);
            await server.MakeCluster(cancel);
            await server.StopOld(cancel);
            await server.StartServer(cancel);
            await server.MakeDatabase(cancel);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (Directory.Exists(cluster) && await IsAlive(CancellationToken.None)) await Stop(CancellationToken.None);
        if (keeper is not null)
        {
            keeper.StandardInput.Close();
            await keeper.WaitForExitAsync();
            keeper.Dispose();
        }

        if (sockets is not null && Directory.Exists(sockets.FullName)) sockets.Delete(recursive: true);
    }

    private static int? ClusterMajor(string home)
    {
        var version = Path.Combine(home, "cluster", "PG_VERSION");
        return File.Exists(version) && int.TryParse(File.ReadAllText(version).Trim(), out var major) ? major : null;
    }

    // Made beside its place and moved there whole: a cluster half made by a host that was killed is never used.
    private async Task MakeCluster(CancellationToken cancel)
    {
        if (Directory.Exists(cluster)) return;
        var (fresh, passwordFile) = (cluster + ".new", Path.Combine(home, "password"));
        if (Directory.Exists(fresh)) Directory.Delete(fresh, recursive: true);
        try
        {
            File.Delete(passwordFile);
            DataFolder.WriteWhole(passwordFile, System.Text.Encoding.ASCII.GetBytes(password + "\n"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
            await ServerUser.Give(home, user, cancel);
            var (code, output) = await ChildProgram.Run(
                user, binaries["initdb"],
                ["-D", fresh, "-U", User, "--auth=scram-sha-256", $"--pwfile={passwordFile}", "-E", "UTF8", "--no-locale", "--data-checksums"], cancel);
            if (code is not 0) throw new CommandFailedException($"PostgreSQL's initdb could not make a cluster in '{fresh}': {output}");
            Directory.Move(fresh, cluster);
        }
        finally
        {
            File.Delete(passwordFile);
        }
    }

    private async Task StopOld(CancellationToken cancel)
    {
        if (await IsAlive(cancel)) await Stop(cancel);
        var started = TimeProvider.System.GetTimestamp();
        while (await IsAlive(cancel))
        {
            if (TimeProvider.System.GetElapsedTime(started) > StopWithin)
                throw new CommandFailedException($"Processes of an earlier PostgreSQL still work in '{cluster}' after {StopWithin.TotalSeconds:0} s. End them and start again.");
            await Task.Delay(100, cancel);
        }

        // Nobody works in the cluster and its folder is locked by this process, so a file that says otherwise is a dead server's.
        File.Delete(Path.Combine(cluster, "postmaster.pid"));
    }

    private async Task StartServer(CancellationToken cancel)
    {
        sockets = Directory.CreateTempSubdirectory("nights-");   // a socket's path may have 107 bytes; a data folder's may be longer
        await ServerUser.Give(sockets.FullName, user, cancel);
        var log = Path.Combine(home, "server.log");
        for (var attempt = 1; ; attempt++)
        {
            var port = LoopbackPort.Free();
            var settings = new[]
            {
                "listen_addresses=127.0.0.1", $"port={port}", $"unix_socket_directories={sockets.FullName}", "max_connections=100",
                "shared_buffers=128MB", "max_wal_size=1GB", "timezone=UTC", "log_timezone=UTC",
            };
            var (code, output) = await ChildProgram.Run(
                user, binaries["pg_ctl"],
                ["start", "-D", cluster, "-l", log, "-w", "-t", "60", "-s", "-o", string.Join(' ', settings.Select(setting => $"-c {setting}"))], cancel);
            if (code is 0)
            {
                ConnectionString = new NpgsqlConnectionStringBuilder
                {
                    Host = "127.0.0.1",
                    Port = port,
                    Username = User,
                    Password = password,
                    Database = Database,
                    MaxPoolSize = 80,
                    IncludeErrorDetail = true,
                }.ConnectionString;
                StartKeeper();
                return;
            }

            // Somebody may have taken the port between our look and the server's.
            var last = File.Exists(log) ? string.Join(' ', File.ReadLines(log).TakeLast(5)) : "";
            if (attempt >= 3 || !last.Contains("already in use", StringComparison.OrdinalIgnoreCase))
                throw new CommandFailedException($"PostgreSQL in '{cluster}' does not start: {output} {last} The whole log is {log}.");
        }
    }

    // The keeper reads from a pipe that the kernel closes when this process ends, however it ends; then it stops the server.
    private void StartKeeper()
    {
        const string script = "trap '' INT TERM HUP; cat >/dev/null; \"$1\" stop -D \"$2\" -m fast -s >/dev/null 2>&1; rm -rf \"$3\"";
        keeper = Process.Start(ChildProgram.Describe(user, "sh", ["-c", script, "keeper", binaries["pg_ctl"], cluster, sockets!.FullName]))!;
    }

    private async Task Stop(CancellationToken cancel)
    {
        string[] order = ["stop", "-D", cluster, "-w", "-t", $"{StopWithin.TotalSeconds:0}", "-s", "-m"];
        var (code, _) = await ChildProgram.Run(user, binaries["pg_ctl"], [.. order, "fast"], cancel);
        // A server that does not end in time is ended as a crash would: its log replays at the next start.
        if (code is not 0 && await IsAlive(cancel))
            await ChildProgram.Run(user, binaries["pg_ctl"], [.. order, "immediate"], cancel);
    }

    private async Task<bool> IsAlive(CancellationToken cancel) => (await PostgresServer.Processes(cluster, user, cancel)).Count > 0;

    private async Task MakeDatabase(CancellationToken cancel)
    {
        var administrator = new NpgsqlConnectionStringBuilder(ConnectionString) { Database = "postgres", Pooling = false }.ConnectionString;
        await using var connection = new NpgsqlConnection(administrator);
        await connection.OpenAsync(cancel);
        await using var question = new NpgsqlCommand("select count(*) from pg_database where datname = $1", connection) { Parameters = { new() { Value = Database } } };
        if (await question.ExecuteScalarAsync(cancel) is not 0L) return;
        await using var create = new NpgsqlCommand($"create database {Database}", connection);
        await create.ExecuteNonQueryAsync(cancel);
    }
}
