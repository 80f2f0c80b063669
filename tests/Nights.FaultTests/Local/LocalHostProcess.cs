using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Nights.TestServers;
using Npgsql;

namespace Nights.FaultTests.Local;

/// <summary>
/// A local host as an operator runs it: the built program as a process, a data folder that outlives it, and the two ways to look inside
/// (its REST API, and its database).
/// </summary>
internal sealed class LocalHostProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartsWithin = TimeSpan.FromSeconds(120);

    private readonly ScratchFolder folder;
    private readonly HttpClient http = new() { Timeout = TimeSpan.FromSeconds(30) };
    private NightsProgram? program;

    private readonly IReadOnlyDictionary<string, string?> environment;

    private LocalHostProcess(ScratchFolder folder, IReadOnlyDictionary<string, string?> environment) => (this.folder, this.environment) = (folder, environment);

    public string Data => folder["data"];

    public int Port { get; } = Loopback.FreePort();

    public int OperatorPort { get; } = Loopback.FreePort();

    /// <summary>The host's own output and what it logged.</summary>
    public string Output => program?.Output ?? "";

    /// <param name="environment">Settings beyond the usual ones, e.g. of a channel.</param>
    public static async Task<LocalHostProcess> Start(CancellationToken cancel, IReadOnlyDictionary<string, string?>? environment = null)
    {
        var host = new LocalHostProcess(ScratchFolder.Create("local"), environment ?? new Dictionary<string, string?>());
        await host.StartAgain(cancel);
        return host;
    }

    /// <summary>Starts the program on the same folder and the same ports.</summary>
    public async Task StartAgain(CancellationToken cancel)
    {
        if (program is not null) await program.DisposeAsync();
        program = Nights("up", "--port", $"{Port}", "--operator-port", $"{OperatorPort}");
        await program.Says("Ready.", StartsWithin, cancel);
        var key = (await File.ReadAllTextAsync(Path.Combine(Data, "secrets", "cli-key"), cancel)).Trim();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
    }

    /// <summary>kill -9.</summary>
    public Task Kill() => program!.Kill();

    /// <summary>SIGTERM.</summary>
    /// <returns>The exit code.</returns>
    public Task<int> Stop() => program!.Stop(TimeSpan.FromSeconds(60));

    /// <summary>Another nights command on this data folder.</summary>
    public NightsProgram Nights(params string[] arguments) =>
        NightsProgram.Start("Nights", [.. arguments, "--data", Data], environment);

    /// <summary>Creates and starts a campaign from YAML.</summary>
    /// <returns>Its id.</returns>
    public async Task<Guid> StartCampaign(string yaml, CancellationToken cancel)
    {
        using var body = new StringContent(yaml, Encoding.UTF8, "application/yaml");
        using var reply = await http.PostAsync(Address("campaigns"), body, cancel);
        if (!reply.IsSuccessStatusCode) throw new InvalidOperationException(await reply.Content.ReadAsStringAsync(cancel));
        var created = await reply.Content.ReadFromJsonAsync<JsonElement>(cancel);
        var id = created.GetProperty("id").GetGuid();
        await Post($"campaigns/{id}/start", null, cancel);
        return id;
    }

    public Task<JsonElement> Get(string path, CancellationToken cancel) => http.GetFromJsonAsync<JsonElement>(Address(path), cancel);

    public async Task<JsonElement> Post(string path, object? body, CancellationToken cancel)
    {
        using var content = body is null ? null : JsonContent.Create(body);
        using var reply = await http.PostAsync(Address(path), content, cancel);
        return await reply.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>(cancel);
    }

    /// <summary>Asks the API until the answer is as wanted.</summary>
    /// <exception cref="TimeoutException">It never was; with the last answer and the host's last lines.</exception>
    public async Task<JsonElement> Until(string path, Func<JsonElement, bool> wanted, TimeSpan within, CancellationToken cancel)
    {
        for (var started = TimeProvider.System.GetTimestamp(); ; await Task.Delay(100, cancel))
        {
            var answer = await Get(path, cancel);
            if (wanted(answer)) return answer;
            if (TimeProvider.System.GetElapsedTime(started) > within) throw new TimeoutException($"{path} is still {answer}\n{Output}");
        }
    }

    /// <summary>First column of every row of a query on the host's own database.</summary>
    public async Task<List<T>> Query<T>(string sql, CancellationToken cancel)
    {
        var port = (await File.ReadAllLinesAsync(Path.Combine(Data, "postgres", "cluster", "postmaster.pid"), cancel))[3];
        var password = (await File.ReadAllTextAsync(Path.Combine(Data, "secrets", "postgres"), cancel)).Trim();
        await using var connection = new NpgsqlConnection($"Host=127.0.0.1;Port={port};Username=nights;Password={password};Database=nights;Pooling=false");
        await connection.OpenAsync(cancel);
        await using var command = new NpgsqlCommand(sql, connection);
        await using var rows = await command.ExecuteReaderAsync(cancel);
        var found = new List<T>();
        while (await rows.ReadAsync(cancel)) found.Add(rows.GetFieldValue<T>(0));
        return found;
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        if (program is { HasExited: false }) await Stop();
        if (program is not null) await program.DisposeAsync();
        await folder.DisposeAsync();
    }

    private Uri Address(string path) => new($"http://localhost:{OperatorPort}/api/v1/{path}");
}
