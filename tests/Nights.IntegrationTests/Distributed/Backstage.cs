using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Nights.Database;
using Nights.Hosting;
using Nights.Hosting.Bus;
using Nights.Hosting.Objects;
using Npgsql;

namespace Nights.IntegrationTests.Distributed;

/// <summary>One more service of a distributed system, on its database, its objects and its bus: looks, publishes, and hears what trainers answer.</summary>
internal sealed class Backstage : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private readonly IHost host;

    private Backstage(IHost host) => this.host = host;

    public IObjects Objects => host.Services.GetRequiredService<IObjects>();

    public ScoresHeard Scores => host.Services.GetRequiredService<ScoresHeard>();

    public static async Task<Backstage> Enter(IReadOnlyDictionary<string, string?> settings, CancellationToken cancel)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection(settings);
        builder.AddNightsHosting();
        builder.Services.AddNightsDatabase(settings["ConnectionStrings:Nights"]!);
        builder.Services.AddSingleton<ScoresHeard>();
        builder.AddNightsBus(bus => bus.AddScoresHeardConsumer());
        var backstage = new Backstage(builder.Build());
        await backstage.host.StartAsync(cancel);
        return backstage;
    }

    public NightsDb Db() => host.Services.GetRequiredService<IDbContextFactory<NightsDb>>().CreateDbContext();

    public Task Publish<T>(T message, CancellationToken cancel)
        where T : class => host.Services.GetRequiredService<IMessages>().Publish(message, cancel);

    /// <summary>One value out of the database.</summary>
    public async Task<T> Ask<T>(string sql, CancellationToken cancel) => (await Rows(sql, row => row.GetFieldValue<T>(0), cancel)).Single();

    public async Task<List<T>> Rows<T>(string sql, Func<NpgsqlDataReader, T> read, CancellationToken cancel)
    {
        await using var command = host.Services.GetRequiredService<NpgsqlDataSource>().CreateCommand(sql);
        await using var rows = await command.ExecuteReaderAsync(cancel);
        var found = new List<T>();
        while (await rows.ReadAsync(cancel)) found.Add(read(rows));
        return found;
    }

    public async Task Until(Func<Task<bool>> happened, CancellationToken cancel)
    {
        for (var started = TimeProvider.System.GetTimestamp(); !await happened(); await Task.Delay(20, cancel))
            if (TimeProvider.System.GetElapsedTime(started) > Patience) throw new TimeoutException($"It did not happen within {Patience}; {Scores.Count} scores were heard.");
    }

    public async ValueTask DisposeAsync()
    {
        await host.StopAsync(CancellationToken.None);
        host.Dispose();
    }
}
