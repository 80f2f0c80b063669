using System.Text.Json;
using Nights.Domain.Campaigns;
using Nights.Local.Client;
using Nights.Local.Commands;
using Nights.Local.Simulation.Pages;

namespace Nights.Local.Simulation;

/// <summary>What the simulation asks of the operators' API: a link to a campaign's HIT, and whether its triplets are decided.</summary>
internal sealed class CampaignDoor(OperatorClient client, string campaign)
{
    private readonly string path = $"campaigns/{Uri.EscapeDataString(campaign)}";

    /// <summary>A fresh link.</summary>
    /// <exception cref="CommandFailedException">The operators' API refused, or answered with something else.</exception>
    public async Task<HitLink> Link(CancellationToken cancel)
    {
        var reply = await client.Post<JsonElement>($"{path}/links", new { channel = "own" }, cancel);
        return reply.ValueKind == JsonValueKind.Object && reply.TryGetProperty("url", out var url) && url.GetString() is { } link
            ? HitLink.Parse(link)
            : throw new CommandFailedException("The host answered without a link; is it of another version?");
    }

    /// <summary>Whether all is planned and no triplet waits for pictures or votes any more, or the campaign is over.</summary>
    public async Task<bool> IsDecided(CancellationToken cancel)
    {
        var report = await client.Get<CampaignReport>(path, cancel);
        return report.State is CampaignState.Finished or CampaignState.Archived
            || (report.Painting.Planned == report.Painting.Total && report.Triplets is { Planned: 0, Queued: 0 });
    }
}
