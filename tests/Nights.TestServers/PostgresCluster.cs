using System.Collections.Concurrent;
using System.Reflection;
using Npgsql;

namespace Nights.TestServers;

/// <summary>
/// A real PostgreSQL for the whole test run: NIGHTS_TEST_POSTGRES (a connection string of a user who may create databases) when set,
/// else a private cluster of the installed server, started when the first test asks. Each test takes a database of its own.
/// </summary>
public sealed class PostgresCluster : IAsyncDisposable
{
    private readonly string given = Environment.GetEnvironmentVariable("NIGHTS_TEST_POSTGRES") ?? "";
    private readonly ConcurrentDictionary<MethodInfo, Lazy<Task<string>>> templates = new();
    private readonly ConcurrentBag<string> made = [];
    private readonly SemaphoreSlim cloning = new(1, 1);
    private readonly Lazy<Task<string>> administrator;
    private ScratchFolder? folder;

    public PostgresCluster() => administrator = new Lazy<Task<string>>(() => given is "" ? Start() : Task.FromResult(given));

    /// <summary>Connection string of the administrator, database "postgres".</summary>
    public Task<string> Administrator() => administrator.Value;

    /// <summary>A fresh, empty database.</summary>
    /// <returns>Its connection string.</returns>
    public Task<string> CreateDatabase(CancellationToken cancel) => Create("t", template: null, cancel);

    /// <summary>A fresh database with everything a migration makes. The migration runs once a test run; each database is a clone of its result.</summary>
    /// <param name="migrate">Takes a connection string. A static method, so that the same migration is recognised.</param>
    /// <param name="cancel">Ends the waiting.</param>
    /// <returns>The clone's connection string.</returns>
    public async Task<string> CreateDatabase(Func<string, CancellationToken, Task> migrate, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(migrate);
        var template = await templates.GetOrAdd(migrate.Method, _ => new Lazy<Task<string>>(async () =>
        {
            var connection = await Create("template", template: null, CancellationToken.None);
            // Without pooling nobody stays connected to the template, which PostgreSQL would not clone then.
            await migrate(new NpgsqlConnectionStringBuilder(connection) { Pooling = false }.ConnectionString, CancellationToken.None);
            return new NpgsqlConnectionStringBuilder(connection).Database!;
        })).Value.WaitAsync(cancel);
        return await Create("t", template, cancel);
    }

    public async ValueTask DisposeAsync()
    {
        if (folder is not null) await folder.DisposeAsync();
        else foreach (var database in made) await Command($"drop database if exists {database} with (force)", CancellationToken.None);
        cloning.Dispose();
    }

    private async Task<string> Create(string name, string? template, CancellationToken cancel)
    {
        var database = $"{name}_{Guid.CreateVersion7():N}";
        await cloning.WaitAsync(cancel);
        try
        {
            await Command($"create database {database}{(template is null ? "" : $" template {template}")}", cancel);
        }
        finally
        {
            cloning.Release();
        }

        made.Add(database);
        return new NpgsqlConnectionStringBuilder(await Administrator()) { Database = database }.ConnectionString;
    }

    private async Task Command(string sql, CancellationToken cancel)
    {
        await using var connection = new NpgsqlConnection(await Administrator());
        await connection.OpenAsync(cancel);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancel);
    }

    private async Task<string> Start()
    {
        var places = Installed.Folders("/usr/lib/postgresql", "*", "bin").ToArray();
        var (initdb, postgres) = (Installed.Find("initdb", "postgresql", places), Installed.Find("postgres", "postgresql", places));
        folder = ScratchFolder.Create("postgres");
        // PostgreSQL refuses to run as root, which is who we are in most CI images.
        var user = Installed.IsRoot ? "postgres" : null;
        if (user is not null) await ServerProcess.Run(folder, "chown", [user, folder.Path]);

        await ServerProcess.Run(folder, initdb, ["-D", folder["data"], "-U", "nights", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"], user: user);
        var port = Loopback.FreePort();
        // No fsync: this cluster lives for one test run, and durability is not what the tests are about.
        var server = ServerProcess.Start(
            folder, postgres,
            ["-D", folder["data"], "-p", $"{port}", "-k", folder.Path, "-c", "listen_addresses=127.0.0.1", "-c", "fsync=off",
             "-c", "full_page_writes=off", "-c", "max_connections=200", "-c", "timezone=UTC"],
            signal: "QUIT", user: user);
        var address = $"Host=127.0.0.1;Port={port};Username=nights;Database=postgres";
        await Loopback.Accepting(port, server, "PostgreSQL", TimeSpan.FromSeconds(60));
        await Ready(address, server);
        return address;
    }

    private static async Task Ready(string address, ServerProcess server)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                await using var connection = new NpgsqlConnection(address);
                await connection.OpenAsync();
                return;
            }
            catch (NpgsqlException fault) when (attempt < 300)
            {
                if (server.HasExited) throw new InvalidOperationException($"PostgreSQL ended while starting:\n{server.Tail}", fault);
                await Task.Delay(100);
            }
        }
    }
}
