using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.RegularExpressions;
using Nights.TestServers;

namespace Nights.IntegrationTests.Distributed;

/// <summary>The same programs as processes of their own over real PostgreSQL, RabbitMQ and S3: two generators, crowd, campaigns, trainer.</summary>
internal sealed partial class DistributedSystem : RunningSystem
{
    private readonly List<NightsProgram> programs = [];
    private Dictionary<string, string?> settings = [];

    /// <summary>The trainer that was started last.</summary>
    public NightsProgram Trainer { get; private set; } = null!;

    private Uri TrainerAddress { get; } = new($"http://localhost:{Loopback.FreePort()}/");

    public override string Output => string.Join("\n---\n", programs.Select(program => program.Output));

    /// <param name="with">Settings beyond the usual ones.</param>
    public static async Task<DistributedSystem> Start(
        PostgresCluster postgres, RabbitMqBroker broker, S3Server s3, CancellationToken cancel, params (string Key, string Value)[] with)
    {
        var system = new DistributedSystem();
        var settings = system.settings = new Dictionary<string, string?>
        {
            ["ConnectionStrings:Nights"] = await postgres.CreateDatabase(cancel),
            ["Secrets:Key"] = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)),
            ["Links:PublicUrl"] = system.Public.ToString(),
        };
        foreach (var (key, value) in (await broker.Settings()).Concat((await s3.Access()).Settings(S3Server.NewBucket()))) settings[key] = value;
        foreach (var (key, value) in with) settings[key] = value;

        await using (var migration = NightsProgram.Start("Campaigns", ["migrate"], Environment(settings, null)))
            (await migration.Exit(Patience, cancel)).ShouldBe(0, migration.Output);
        var campaigns = system.Add("Campaigns", settings, system.Operators);
        system.Add("Crowd", settings, system.Public);
        system.StartTrainer();
        system.Add("Generator", settings, null);
        system.Add("Generator", settings, null);
        await campaigns.Answers(new Uri(system.Operators, "health/ready"), Patience, cancel);
        system.Key = await system.Exchange(TokenPattern().Match(await campaigns.Says("once_", Patience, cancel)).Value, cancel);
        return system;
    }

    /// <summary>Joins its database, its objects and its bus.</summary>
    public Task<Backstage> Enter(CancellationToken cancel) => Backstage.Enter(settings, cancel);

    /// <summary>Starts a trainer where none runs.</summary>
    public void StartTrainer() => Trainer = Add("Trainer", settings, TrainerAddress);

    /// <summary>Waits for the trainer: its queues exist.</summary>
    public Task TrainerIsReady(CancellationToken cancel) => Trainer.Answers(new Uri(TrainerAddress, "health/ready"), Patience, cancel);

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        foreach (var program in programs)
        {
            if (!program.HasExited) await program.Stop(TimeSpan.FromSeconds(90));
            await program.DisposeAsync();
        }
    }

    private NightsProgram Add(string project, Dictionary<string, string?> settings, Uri? address)
    {
        var program = NightsProgram.Start(project, [], Environment(settings, address));
        programs.Add(program);
        return program;
    }

    private static Dictionary<string, string?> Environment(Dictionary<string, string?> settings, Uri? address) => new(
        settings.Select(setting => KeyValuePair.Create("NIGHTS__" + setting.Key.Replace(":", "__", StringComparison.Ordinal), setting.Value)))
    {
        ["ASPNETCORE_URLS"] = (address ?? new Uri($"http://localhost:{Loopback.FreePort()}/")).ToString(),
    };

    private async Task<string> Exchange(string token, CancellationToken cancel)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, Address("keys")) { Content = JsonContent.Create(new { name = "test" }) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var reply = await http.SendAsync(request, cancel);
        return (await reply.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>(cancel)).GetProperty("key").GetString()!;
    }

    [GeneratedRegex("once_[A-Za-z0-9_-]+")]
    private static partial Regex TokenPattern();
}
