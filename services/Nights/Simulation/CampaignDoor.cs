using System.Net.Http.Headers;
using System.Text.Json;
using Nights.Local.Commands;
using Nights.Local.Simulation.Pages;

namespace Nights.Local.Simulation;

/// <summary>What the simulation asks of the operator's API: a link to a campaign's HIT, and whether its triplets are decided.</summary>
internal sealed class CampaignDoor(HttpClient http, Uri site, string key, string campaign)
{
    private readonly Uri address = new(site, $"/api/v1/campaigns/{Uri.EscapeDataString(campaign)}");

    /// <summary>A fresh link.</summary>
    /// <exception cref="CommandFailedException">The operator's API refused, or answered with something else.</exception>
    public async Task<HitLink> Link(CancellationToken cancel)
    {
        using var reply = await Call(HttpMethod.Post, new Uri($"{address}/links"), cancel);
        return reply.RootElement.TryGetProperty("url", out var url) && url.GetString() is { } link
            ? HitLink.Parse(link)
            : throw new CommandFailedException($"{site} answered without a link.");
    }

    /// <summary>Whether no triplet waits for pictures or votes any more, or the campaign is over.</summary>
    public async Task<bool> IsDecided(CancellationToken cancel)
    {
        using var reply = await Call(HttpMethod.Get, address, cancel);
        if (reply.RootElement.GetProperty("state").GetString()?.ToLowerInvariant() is "finished" or "archived") return true;
        var triplets = reply.RootElement.GetProperty("triplets");
        return Count("total") > 0 && Count("planned") == 0 && Count("queued") == 0;

        int Count(string state) => triplets.GetProperty(state).GetInt32();
    }

    private async Task<JsonDocument> Call(HttpMethod method, Uri uri, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(method, uri) { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", key) } };
        if (method == HttpMethod.Post) request.Content = JsonContent.Create(new { });
        using var response = await http.SendAsync(request, cancel);
        var text = await response.Content.ReadAsStringAsync(cancel);
        if (!response.IsSuccessStatusCode) throw new CommandFailedException($"{method} {uri} was refused: {(int)response.StatusCode} {text}");
        return JsonDocument.Parse(text);
    }
}
