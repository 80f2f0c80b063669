using System.Text.Json;
using Nights.Domain.Campaigns;
using Nights.Local.Client;
using Nights.Local.Commands;
using Nights.Local.Simulation.Pages;

namespace Nights.Local.Simulation;

/// <summary>What the simulation asks of the operators' API: a link to a campaign's HIT, and whether its triplets are decided.</summary>
internal sealed class CampaignDoor(OperatorClient client, string campaign, TimeProvider clock)
{
    /// <summary>A host that starts again is silent for some seconds; participants wait for their pages as long.</summary>
    private static readonly TimeSpan Patience = FleetOptions.DefaultPatience;

    private long? silentSince;

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

    /// <summary>Whether all is planned and no triplet waits for pictures or votes any more, or the campaign is over. A silent host has not said so.</summary>
    /// <exception cref="HostSilentException">The host has been silent for too long.</exception>
    public async Task<bool> IsDecided(CancellationToken cancel)
    {
        CampaignReport report;
        try
        {
            report = await client.Get<CampaignReport>(path, cancel);
            silentSince = null;
        }
        catch (HostSilentException) when (clock.GetElapsedTime(silentSince ??= clock.GetTimestamp()) < Patience)
        {
            return false;
        }

        return report.State is CampaignState.Finished or CampaignState.Archived
            || (report.Triplets.Total > 0 && report.Painting.Planned == report.Painting.Total && report.Triplets is { Planned: 0, Queued: 0 });
    }
}
