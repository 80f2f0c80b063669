using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Nights.TestServers;

namespace Nights.IntegrationTests.Distributed;

/// <summary>A whole system as its operator reaches it, whatever it is made of: an address, a key, and participants to send.</summary>
internal abstract class RunningSystem : IAsyncDisposable
{
    protected static readonly TimeSpan Patience = TimeSpan.FromSeconds(240);

    private readonly HttpClient http = new() { Timeout = TimeSpan.FromSeconds(60) };

    public Uri Operators { get; protected init; } = new($"http://localhost:{Loopback.FreePort()}/");

    public Uri Public { get; protected init; } = new($"http://localhost:{Loopback.FreePort()}/");

    protected string Key { get; set; } = "";

    /// <summary>What its processes have written, for messages.</summary>
    public abstract string Output { get; }

    /// <summary>Runs a campaign from its spec to its end with participants who come one after another, and cuts version 1.0.0 of its snapshot.</summary>
    public async Task RunCampaign(string name, string yaml, int participants, CancellationToken cancel)
    {
        await StartCampaign(name, yaml, cancel);
        await Until($"campaigns/{name}", view => view.GetProperty("triplets").GetProperty("planned").GetInt32() is 0 && Count(view, "queued") > 0, cancel);
        await SendPeople(name, cancel, "--participants", $"{participants}", "--at-once", "1");
        await Until($"campaigns/{name}", view => view.GetProperty("state").GetString() is "finished", cancel);

        using var snapshot = JsonContent.Create(new { campaign = name, version = "1.0.0" });
        (await Send(new HttpRequestMessage(HttpMethod.Post, Address("snapshots")) { Content = snapshot }, cancel)).Dispose();
        await Until($"snapshots/{name}/1.0.0", view => view.GetProperty("state").GetString() is "ready", cancel);
    }

    /// <summary>Creates a campaign from its spec and starts it.</summary>
    public async Task StartCampaign(string name, string yaml, CancellationToken cancel)
    {
        using var body = new StringContent(yaml, Encoding.UTF8, "application/yaml");
        (await Send(new HttpRequestMessage(HttpMethod.Post, Address("campaigns")) { Content = body }, cancel)).Dispose();
        (await Send(new HttpRequestMessage(HttpMethod.Post, Address($"campaigns/{name}/start")), cancel)).Dispose();
    }

    /// <summary>Has simulated participants come, and waits until they have gone.</summary>
    public async Task SendPeople(string name, CancellationToken cancel, params string[] options)
    {
        await using var people = NightsProgram.Start(
            "Nights", ["simulate", "--url", Operators.ToString(), "--campaign", name, "--json", .. options], new Dictionary<string, string?> { ["NIGHTS_KEY"] = Key });
        (await people.Exit(Patience, cancel)).ShouldBe(0, people.Output);
    }

    /// <summary>A file of a snapshot.</summary>
    public async Task<byte[]> SnapshotFile(string name, string path, CancellationToken cancel)
    {
        using var reply = await Send(new HttpRequestMessage(HttpMethod.Get, Address($"snapshots/{name}/1.0.0/files/{path}")), cancel);
        return await reply.Content.ReadAsByteArrayAsync(cancel);
    }

    public virtual ValueTask DisposeAsync()
    {
        http.Dispose();
        return ValueTask.CompletedTask;
    }

    public static int Count(JsonElement view, string state) => view.GetProperty("triplets").GetProperty(state).GetInt32();

    protected Uri Address(string path) => new(Operators, $"api/v1/{path}");

    private async Task<JsonElement> Get(string path, CancellationToken cancel)
    {
        using var reply = await Send(new HttpRequestMessage(HttpMethod.Get, Address(path)), cancel);
        return await reply.Content.ReadFromJsonAsync<JsonElement>(cancel);
    }

    /// <summary>Asks the API until the answer is as wanted.</summary>
    public async Task<JsonElement> Until(string path, Func<JsonElement, bool> wanted, CancellationToken cancel)
    {
        for (var started = TimeProvider.System.GetTimestamp(); ; await Task.Delay(200, cancel))
        {
            var answer = await Get(path, cancel);
            if (wanted(answer)) return answer;
            if (TimeProvider.System.GetElapsedTime(started) > Patience) throw new TimeoutException($"{path} is still {answer}\n{Output}");
        }
    }

    private async Task<HttpResponseMessage> Send(HttpRequestMessage request, CancellationToken cancel)
    {
        using (request)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Key);
            var reply = await http.SendAsync(request, cancel);
            if (!reply.IsSuccessStatusCode) throw new InvalidOperationException($"{request.RequestUri}: {await reply.Content.ReadAsStringAsync(cancel)}\n{Output}");
            return reply;
        }
    }
}
