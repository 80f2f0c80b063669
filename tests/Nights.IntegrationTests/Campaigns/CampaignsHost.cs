using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Nights.Campaigns;
using Nights.Campaigns.Operators;
using Nights.Database;
using Nights.Hosting;
using Nights.Hosting.Bus;
using Nights.Hosting.Objects;
using Nights.Hosting.Secrecy;
using Nights.TestServers;
using Npgsql;

namespace Nights.IntegrationTests.Campaigns;

/// <summary>The operators' service on a loopback port with a database of its own on a real PostgreSQL, a folder of objects and recorded messages.</summary>
internal sealed class CampaignsHost : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly ScratchFolder folder;

    private CampaignsHost(WebApplication app, ScratchFolder folder, RecordedMessages messages) => (this.app, this.folder, Messages) = (app, folder, messages);

    /// <summary>Sends nobody's key.</summary>
    public HttpClient Anonymous { get; private set; } = null!;

    /// <summary>Sends an operator's key.</summary>
    public HttpClient Operator { get; private set; } = null!;

    public RecordedMessages Messages { get; }
    public NpgsqlDataSource Database => Get<NpgsqlDataSource>();
    public IObjects Objects => Get<IObjects>();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task<CampaignsHost> Start(PostgresCluster cluster, params (string Key, string Value)[] settings) =>
        await StartOn(await cluster.CreateDatabase(ApplyMigrations.Run, Cancel), settings);

    /// <param name="connection">Of a database with everything in it.</param>
    /// <param name="settings">Added to the usual ones.</param>
    public static async Task<CampaignsHost> StartOn(string connection, params (string Key, string Value)[] settings)
    {
        var folder = ScratchFolder.Create("campaigns");
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Bus:Kind"] = "memory",
            ["Objects:Kind"] = "disk",
            ["Objects:Folder"] = folder["objects"],
            ["Secrets:Key"] = Convert.ToBase64String(new byte[32]),
            ["Links:PublicUrl"] = "http://hits.example.org",
        });
        builder.Configuration.AddInMemoryCollection(settings.ToDictionary(setting => setting.Key, setting => (string?)setting.Value));
        builder.Logging.ClearProviders().AddSimpleConsole().SetMinimumLevel(LogLevel.Error);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var messages = new RecordedMessages();
        builder.AddNightsHosting();
        builder.AddNightsSecrets();
        builder.Services.AddNightsDatabase(connection + ";Maximum Pool Size=20");
        builder.AddNightsBus(bus => bus.AddCampaignsConsumers());
        builder.AddCampaigns();
        builder.Services.AddSingleton<IMessages>(messages);
        var app = builder.Build();
        app.MapCampaigns();
        var host = new CampaignsHost(app, folder, messages);
        await app.StartAsync(Cancel);
        host.Anonymous = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(app.Urls.First()) };
        await using var db = host.Db();
        host.Operator = host.WithKey(await OperatorKeys.Create(db, "tester", TimeProvider.System, Cancel));
        return host;
    }

    public T Get<T>()
        where T : notnull => app.Services.GetRequiredService<T>();

    public NightsDb Db() => Get<IDbContextFactory<NightsDb>>().CreateDbContext();

    public HttpClient WithKey(string key) => new()
    {
        BaseAddress = Anonymous.BaseAddress,
        DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", key) },
    };

    public Task<HttpResponseMessage> PostSpec(string yaml) =>
        Operator.PostAsync("/api/v1/campaigns", new StringContent(yaml, Encoding.UTF8, "application/yaml"), Cancel);

    /// <summary>A draft with so many paintings.</summary>
    public async Task<Guid> Draft(int paintings, string more = "")
    {
        var answer = await PostSpec($"name: cats\nprompts:\n  sets: [cifar10]\npainting:\n  count: {paintings}\n{more}");
        answer.EnsureSuccessStatusCode();
        return (await Body(answer)).GetProperty("id").GetGuid();
    }

    public Task<HttpResponseMessage> Take(Guid campaign, string step) => Operator.PostAsync($"/api/v1/campaigns/{campaign}/{step}", null, Cancel);

    public static async Task<JsonElement> Body(HttpResponseMessage answer) => await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel);

    public async Task<JsonElement> Show(Guid campaign) => await Operator.GetFromJsonAsync<JsonElement>($"/api/v1/campaigns/{campaign}", Cancel);

    /// <summary>One value out of the database.</summary>
    public async Task<T> Ask<T>(string sql, params object[] values)
    {
        await using var command = Database.CreateCommand(sql);
        foreach (var value in values) command.Parameters.Add(new NpgsqlParameter { Value = value });
        return (T)(await command.ExecuteScalarAsync(Cancel))!;
    }

    public async Task Do(string sql, params object[] values)
    {
        await using var command = Database.CreateCommand(sql);
        foreach (var value in values) command.Parameters.Add(new NpgsqlParameter { Value = value });
        await command.ExecuteNonQueryAsync(Cancel);
    }

    /// <summary>Waits until something is true; fails after a minute.</summary>
    public static async Task Until(Func<Task<bool>> happened, string what)
    {
        for (var started = DateTimeOffset.UtcNow; !await happened(); await Task.Delay(50, Cancel))
            (DateTimeOffset.UtcNow - started).ShouldBeLessThan(TimeSpan.FromMinutes(1), $"waiting until {what}");
    }

    public async ValueTask DisposeAsync()
    {
        Operator.Dispose();
        Anonymous.Dispose();
        await app.StopAsync(CancellationToken.None);
        await app.DisposeAsync();
        await folder.DisposeAsync();
    }
}
