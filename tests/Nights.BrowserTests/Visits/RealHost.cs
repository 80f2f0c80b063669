using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Nights.TestServers;

namespace Nights.BrowserTests.Visits;

/// <summary>
/// The real local host, started as an operator starts it, with one small campaign that has been painted and takes participants: no hidden
/// gold, practice that everybody passes, and enough votes wanted that every answer of the tests counts.
/// </summary>
public sealed partial class RealHost : IAsyncLifetime
{
    private const string Spec =
        """
        name: browser-tests
        prompts: { categories: [otter, teapot, lighthouse] }
        painting: { count: 12, size: 256, steps: 8 }
        votes: { schedule: [8], rule: majority }
        quality: { practice: 2, practiceRight: 0, goldShare: 0 }
        hit: { trialsPerPage: 3, trialsPerHit: 6, minutes: 1, contact: research@example.org }
        """;

    private readonly HttpClient operators = new() { Timeout = TimeSpan.FromSeconds(30) };
    private ScratchFolder? folder;
    private NightsProgram? host;
    private int people;

    /// <summary>A link for a participant of one's own.</summary>
    public string Link => $"{link}&participant=p-{Interlocked.Increment(ref people)}";

    /// <summary>Where operators log in, and a key that lets them.</summary>
    public Uri Console => new(operators.BaseAddress!, "/");

    public string OperatorKey => operators.DefaultRequestHeaders.Authorization!.Parameter!;

    private string link = "";

    public async ValueTask InitializeAsync()
    {
        var cancel = TestContext.Current.CancellationToken;
        folder = ScratchFolder.Create("browser-host");
        var (port, operatorPort) = (Loopback.FreePort(), Loopback.FreePort());
        host = NightsProgram.Start("Nights", ["up", "--data", folder["data"], "--port", $"{port}", "--operator-port", $"{operatorPort}"], new Dictionary<string, string?>());
        await host.Says("Ready.", TimeSpan.FromSeconds(90), cancel);
        operators.BaseAddress = new Uri($"http://127.0.0.1:{operatorPort}/api/v1/");
        operators.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (await File.ReadAllTextAsync(folder["data/secrets/cli-key"], cancel)).Trim());

        await Call(HttpMethod.Post, "campaigns", new StringContent(Spec, new MediaTypeHeaderValue("application/yaml")), cancel);
        await Call(HttpMethod.Post, "campaigns/browser-tests/start", null, cancel);
        for (var tries = 0; (await Count("triplets", "queued", cancel)) < 12; await Task.Delay(500, cancel))
            if (++tries > 240) throw new TimeoutException($"The campaign was not painted within two minutes:\n{host.Output}");
        link = (await Call(HttpMethod.Post, "campaigns/browser-tests/links", JsonContent.Create(new { channel = "test" }), cancel)).GetProperty("url").GetString()!;
    }

    /// <summary>Lets simulated participants judge another small campaign to its end and cuts a snapshot of it; gives the campaign's id.</summary>
    public async Task<Guid> JudgedCampaign(CancellationToken cancel)
    {
        const string Judged = "{ name: judged, prompts: { categories: [otter, teapot, lighthouse, tulip] }, painting: { count: 36, roles: rotate, steps: 6 }, splits: { test: 0.22, val: 0.25 } }";
        var id = (await Call(HttpMethod.Post, "campaigns", new StringContent(Judged, new MediaTypeHeaderValue("application/yaml")), cancel)).GetProperty("id").GetGuid();
        await Call(HttpMethod.Post, $"campaigns/{id}/start", null, cancel);
        await using var people = NightsProgram.Start(
            "Nights", ["simulate", "--data", folder!["data"], "--campaign", "judged", "--until-done", "--participants", "12", "--profile", "good:0.8,spammer:0.2"], new Dictionary<string, string?>());
        if (await people.Exit(TimeSpan.FromSeconds(120), cancel) is not 0) throw new InvalidOperationException($"The simulation failed:\n{people.Output}");
        await Call(HttpMethod.Post, "snapshots", JsonContent.Create(new { campaign = "judged" }), cancel);
        return id;
    }

    /// <summary>Trains a small metric on the judged campaign's snapshot to its end, then begins another training that takes its time.</summary>
    public async Task TrainedAndTraining(CancellationToken cancel)
    {
        for (var tries = 0; ; await Task.Delay(500, cancel))
        {
            var cut = (await Call(HttpMethod.Get, "snapshots", null, cancel)).EnumerateArray().ToList();
            if (cut.Any(snapshot => snapshot.GetProperty("name").GetString() is "judged" && snapshot.GetProperty("state").GetString() is "ready")) break;
            if (++tries > 120) throw new TimeoutException($"The snapshot was not cut within a minute:\n{host!.Output}");
        }

        var run = await Train(epochs: 20, cancel);
        for (var tries = 0; ; await Task.Delay(500, cancel))
        {
            var state = (await Call(HttpMethod.Get, $"runs/{run}", null, cancel)).GetProperty("state").GetString();
            if (state is "succeeded") break;
            if (state is "failed" || ++tries > 240) throw new TimeoutException($"The training is {state} after {tries / 2} s:\n{host!.Output}");
        }

        await Train(epochs: 400, cancel);
    }

    private async Task<Guid> Train(int epochs, CancellationToken cancel)
    {
        var model = new { inputSize = 32, resampling = "box", backbones = new[] { new { patch = 4, width = 32, depth = 2, heads = 2, imageSize = 32 } } };
        var config = new { recipe = "demo", epochs, batchGroups = 1, valSplit = "val", model };
        var asked = await Call(HttpMethod.Post, "runs", JsonContent.Create(new { snapshot = "judged@1.0.0", config }), cancel);
        return asked.GetProperty("id").GetGuid();
    }

    /// <summary>A campaign of three varied paintings by a model that this host does not have, all of them failed; gives its id.</summary>
    public async Task<Guid> FailingCampaign(CancellationToken cancel)
    {
        const string Failing = "{ name: failing, prompts: { sets: [cifar10] }, painting: { count: 3, model: no-such-model, variations: { dimensions: [colour, content] } } }";
        var id = (await Call(HttpMethod.Post, "campaigns", new StringContent(Failing, new MediaTypeHeaderValue("application/yaml")), cancel)).GetProperty("id").GetGuid();
        await Call(HttpMethod.Post, $"campaigns/{id}/start", null, cancel);
        for (var tries = 0; (await Call(HttpMethod.Get, $"campaigns/{id}", null, cancel)).GetProperty("painting").GetProperty("failed").GetInt32() < 3; await Task.Delay(500, cancel))
            if (++tries > 120) throw new TimeoutException($"The paintings have not failed within a minute:\n{host!.Output}");
        return id;
    }

    /// <summary>Stored answers of the campaign that count, and all of them: practice, late and reported included.</summary>
    public async Task<(long Counted, long All)> Votes(CancellationToken cancel)
    {
        var votes = (await Call(HttpMethod.Get, "campaigns/browser-tests", null, cancel)).GetProperty("votes");
        long Of(string kind) => votes.GetProperty(kind).GetInt64();
        return (Of("counted"), Of("counted") + Of("gold") + Of("practice") + Of("late") + Of("quarantined") + Of("reported"));
    }

    public async ValueTask DisposeAsync()
    {
        operators.Dispose();
        if (host is not null)
        {
            if (!host.HasExited) await host.Stop(TimeSpan.FromSeconds(60));
            await host.DisposeAsync();
        }

        if (folder is not null) await folder.DisposeAsync();
    }

    private async Task<long> Count(string group, string name, CancellationToken cancel) =>
        (await Call(HttpMethod.Get, "campaigns/browser-tests", null, cancel)).GetProperty(group).GetProperty(name).GetInt64();

    private async Task<JsonElement> Call(HttpMethod method, string path, HttpContent? content, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        using var reply = await operators.SendAsync(request, cancel);
        if (!reply.IsSuccessStatusCode) throw new HttpRequestException($"{method} {path} gave {(int)reply.StatusCode}: {await reply.Content.ReadAsStringAsync(cancel)}");
        return await reply.Content.ReadFromJsonAsync<JsonElement>(cancel);
    }
}
