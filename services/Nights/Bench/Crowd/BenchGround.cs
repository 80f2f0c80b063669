using Nights.Local.Client;
using Nights.Local.Simulation;
using Nights.Local.Simulation.Pages;
using Npgsql;

namespace Nights.Local.Bench.Crowd;

/// <summary>A local host in a folder of its own among the temporary files, with the two ways into it: its REST API and its database. Gone when disposed.</summary>
internal sealed class BenchGround : IAsyncDisposable
{
    private readonly string folder;
    private NpgsqlDataSource? database;
    private OperatorClient? operators;

    private BenchGround(string folder) => (this.folder, Host) = (folder, new HostChild(folder));

    public HostChild Host { get; }

    public NpgsqlDataSource Database => database ??= NpgsqlDataSource.Create(Host.Database());

    public OperatorClient Operators => operators ??= new OperatorClient(Host.OperatorUrl, SecretFiles.FindOperatorKey(folder)!);

    public static async Task<BenchGround> Start(CancellationToken cancel)
    {
        var ground = new BenchGround(Path.Combine(Path.GetTempPath(), $"nights-bench-{Guid.CreateVersion7().ToString("N")[^12..]}"));
        try
        {
            await ground.Host.Start(cancel);
            return ground;
        }
        catch
        {
            await ground.DisposeAsync();
            throw;
        }
    }

    /// <summary>Stops the host in order and starts it again: its server reads its settings anew.</summary>
    public async Task Restart(CancellationToken cancel)
    {
        await Forget();
        await Host.Stop(cancel);
        await Host.Start(cancel);
    }

    /// <summary>kill -9 of the host, and a new start on the same folder and ports.</summary>
    public async Task Kill(CancellationToken cancel)
    {
        await Forget();
        await Host.Kill();
        await Host.Start(cancel);
    }

    /// <summary>Ends all connections to the host's database, in the middle of whatever they do.</summary>
    public async Task Cut(CancellationToken cancel)
    {
        await Do("select pg_terminate_backend(pid) from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()", cancel);
        await Forget();
    }

    /// <summary>A link to a running campaign's HIT.</summary>
    public Task<HitLink> Link(Guid campaign, CancellationToken cancel) => new CampaignDoor(Operators, $"{campaign}", TimeProvider.System).Link(cancel);

    public async Task Do(string sql, CancellationToken cancel, params object[] values)
    {
        await using var command = Command(sql, values);
        await command.ExecuteNonQueryAsync(cancel);
    }

    /// <summary>One value out of the host's database.</summary>
    public async Task<T> Ask<T>(string sql, CancellationToken cancel, params object[] values)
    {
        await using var command = Command(sql, values);
        return (T)(await command.ExecuteScalarAsync(cancel))!;
    }

    public async ValueTask DisposeAsync()
    {
        await Forget();
        operators?.Dispose();
        await Host.DisposeAsync();
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
    }

    private NpgsqlCommand Command(string sql, object[] values)
    {
        var command = Database.CreateCommand(sql);
        foreach (var value in values) command.Parameters.Add(new NpgsqlParameter { Value = value });
        return command;
    }

    private async Task Forget()
    {
        if (database is not null) await database.DisposeAsync();
        database = null;
    }
}
