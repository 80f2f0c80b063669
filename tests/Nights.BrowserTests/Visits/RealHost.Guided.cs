using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Nights.TestServers;

namespace Nights.BrowserTests.Visits;

public sealed partial class RealHost
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    /// <summary>
    /// Trains a model on a small campaign, and lets it guide two more of four paintings: one that finds every triplet near-identical, and one that ran while
    /// the model's weights were not there.
    /// </summary>
    /// <returns>Their ids, and name@version of the model.</returns>
    public async Task<(Guid Guided, Guid Unguided, string Model)> GuidedCampaigns(CancellationToken cancel)
    {
        await Begin("{ name: taught, prompts: { categories: [otter, teapot] }, painting: { count: 24, roles: rotate, size: 128, steps: 4 }, votes: { schedule: [1] }, splits: { test: 0.4, val: 0 } }", cancel);
        await using (var people = NightsProgram.Start(
            "Nights", ["simulate", "--data", folder!["data"], "--campaign", "taught", "--until-done", "--participants", "8"], new Dictionary<string, string?>()))
        {
            if (await people.Exit(Patience, cancel) is not 0) throw new InvalidOperationException($"The simulation failed:\n{people.Output}");
        }

        await Until("campaigns/taught", view => view.GetProperty("state").GetString() is "finished", cancel);
        await Call(HttpMethod.Post, "snapshots", JsonContent.Create(new { campaign = "taught", version = "1.0.0" }), cancel);
        await Until("snapshots/taught/1.0.0", view => view.GetProperty("state").GetString() is "ready", cancel);
        var run = (await Call(HttpMethod.Post, "runs", JsonContent.Create(new { snapshot = "taught@1.0.0", config = new { recipe = "demo", epochs = 1 } }), cancel)).GetProperty("id").GetGuid();
        var ended = await Until($"runs/{run}", view => view.GetProperty("state").GetString() is "succeeded", cancel);
        var (name, version) = (ended.GetProperty("modelName").GetString()!, ended.GetProperty("modelVersion").GetString()!);
        var model = $"{name}@{version}";

        var weights = Directory.GetFiles(folder[Path.Combine("data", "objects", "models", name, version)], "*.safetensors").Single();
        File.Move(weights, weights + ".away");
        var unguided = await Begin(Guided("unguided", model), cancel);
        await Until($"campaigns/{unguided}", view => view.GetProperty("unscored").GetInt32() is 4, cancel);
        File.Move(weights + ".away", weights);
        var guided = await Begin(Guided("guided", model), cancel);
        await Until($"campaigns/{guided}", view => view.GetProperty("triplets").GetProperty("void").GetInt32() is 4, cancel);
        return (guided, unguided, model);
    }

    private static string Guided(string name, string model) =>
        $"{{ name: {name}, prompts: {{ categories: [tulip, boat] }}, painting: {{ count: 4, size: 128, steps: 4 }}, guide: {{ model: {model}, screen: 2 }} }}";

    private async Task<Guid> Begin(string spec, CancellationToken cancel)
    {
        using var content = new StringContent(spec, new MediaTypeHeaderValue("application/yaml"));
        var id = (await Call(HttpMethod.Post, "campaigns", content, cancel)).GetProperty("id").GetGuid();
        await Call(HttpMethod.Post, $"campaigns/{id}/start", null, cancel);
        return id;
    }

    private async Task<JsonElement> Until(string path, Func<JsonElement, bool> wanted, CancellationToken cancel)
    {
        for (var started = TimeProvider.System.GetTimestamp(); ; await Task.Delay(200, cancel))
        {
            var answer = await Call(HttpMethod.Get, path, null, cancel);
            if (wanted(answer)) return answer;
            if (TimeProvider.System.GetElapsedTime(started) > Patience) throw new TimeoutException($"{path} is still {answer}\n{host!.Output}");
        }
    }
}
