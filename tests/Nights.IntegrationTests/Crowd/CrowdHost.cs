using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Nights.Contracts;
using Nights.Crowd;
using Nights.Crowd.Gold;
using Nights.Database;
using Nights.Domain.Campaigns;
using Nights.Hosting;
using Nights.Hosting.Bus;
using Nights.Hosting.Objects;
using Nights.Hosting.Secrecy;
using Nights.TestServers;
using Nights.Trainer;
using Npgsql;

namespace Nights.IntegrationTests.Crowd;

/// <summary>The crowd service on a loopback port, with a database of its own on a real PostgreSQL, a folder of objects and the in-memory bus.</summary>
internal sealed class CrowdHost : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly ScratchFolder folder;

    private CrowdHost(WebApplication app, ScratchFolder folder, ShiftedClock clock) => (this.app, this.folder, Clock) = (app, folder, clock);

    public ShiftedClock Clock { get; }
    public HttpClient Http { get; private set; } = null!;
    public NpgsqlDataSource Database => app.Services.GetRequiredService<NpgsqlDataSource>();
    public IObjects Objects => app.Services.GetRequiredService<IObjects>();
    public IServiceProvider Services => app.Services;

    public static Task<CrowdHost> Start(PostgresCluster cluster, params (string Key, string Value)[] settings) => Start(cluster, _ => { }, settings);

    /// <param name="with">Registers what a test adds to the service.</param>
    public static Task<CrowdHost> Start(PostgresCluster cluster, Action<IServiceCollection> with, params (string Key, string Value)[] settings) =>
        Start(cluster, with, trainer: false, settings);

    /// <summary>With a trainer on the same bus, as in the local host.</summary>
    public static Task<CrowdHost> StartWithTrainer(PostgresCluster cluster) => Start(cluster, _ => { }, trainer: true);

    private static async Task<CrowdHost> Start(PostgresCluster cluster, Action<IServiceCollection> with, bool trainer, params (string Key, string Value)[] settings)
    {
        var cancel = TestContext.Current.CancellationToken;
        var folder = ScratchFolder.Create("crowd");
        var connection = await cluster.CreateDatabase(Migrate, cancel);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Bus:Kind"] = "memory",
            ["Objects:Kind"] = "disk",
            ["Objects:Folder"] = folder["objects"],
            ["Secrets:Key"] = Convert.ToBase64String(new byte[32]),
            ["Crowd:TrustLoopback"] = "true",
            ["Trainer:Scratch"] = folder["scratch"],
            ["Trainer:Device"] = "cpu",
        });
        builder.Configuration.AddInMemoryCollection(settings.ToDictionary(setting => setting.Key, setting => (string?)setting.Value));
        builder.Logging.ClearProviders().AddSimpleConsole().SetMinimumLevel(LogLevel.Error);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var clock = new ShiftedClock();
        builder.Services.AddSingleton<TimeProvider>(clock);
        builder.AddNightsHosting();
        builder.AddNightsSecrets();
        builder.Services.AddNightsDatabase(connection + ";Maximum Pool Size=30", pointReads: true);
        builder.AddNightsBus(bus =>
        {
            bus.AddCrowdConsumers();
            if (trainer) bus.AddTrainerConsumers();
        });
        builder.AddCrowd();
        if (trainer) builder.AddTrainer();
        with(builder.Services);
        var app = builder.Build();
        app.MapCrowd();
        var host = new CrowdHost(app, folder, clock);
        await app.StartAsync(cancel);
        host.Http = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
        return host;
    }

    /// <summary>A running campaign with so many paintings, all painted, their triplets queued and gold made.</summary>
    public async Task<CampaignAtWork> Campaign(int paintings, Func<CampaignSpec, CampaignSpec>? with = null, CampaignState state = CampaignState.Running)
    {
        var campaign = await CampaignAtWork.Insert(this, A.Spec(paintings, with), state);
        await campaign.Paint();
        await app.Services.GetRequiredService<GoldLoop>().RunOnce(TestContext.Current.CancellationToken);
        return campaign;
    }

    public Task Publish(TripletPainted message) => app.Services.GetRequiredService<IMessages>().Publish(message, TestContext.Current.CancellationToken);

    public NightsDb Db() => app.Services.GetRequiredService<IDbContextFactory<NightsDb>>().CreateDbContext();

    /// <summary>One value out of the database.</summary>
    public async Task<T> Ask<T>(string sql, params object[] values)
    {
        await using var command = Database.CreateCommand(sql);
        foreach (var value in values) command.Parameters.Add(new NpgsqlParameter { Value = value });
        return (T)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }

    public async Task Do(string sql, params object[] values)
    {
        await using var command = Database.CreateCommand(sql);
        foreach (var value in values) command.Parameters.Add(new NpgsqlParameter { Value = value });
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await app.DisposeAsync();
        await folder.DisposeAsync();
    }

    public static async Task Migrate(string connection, CancellationToken cancel)
    {
        await using var source = NpgsqlDataSource.Create(connection);
        await using var db = new NightsDb(((DbContextOptionsBuilder<NightsDb>)new DbContextOptionsBuilder<NightsDb>().UseNights(source)).Options);
        await db.Database.MigrateAsync(cancel);
    }
}
