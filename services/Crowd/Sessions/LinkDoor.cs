using Microsoft.AspNetCore.Http.HttpResults;
using Nights.Crowd.Campaigns;
using Nights.Crowd.Web;
using Nights.Domain.Campaigns;
using Nights.Hosting.Secrecy;

namespace Nights.Crowd.Sessions;

/// <summary>Reads a signed link and finds its campaign, or says why not.</summary>
internal sealed class LinkDoor(RunningCampaigns campaigns, Secrets secrets, TimeProvider clock)
{
    private readonly byte[] key = secrets.Derive("links");

    /// <summary>Either both of the campaign and the link, or a refusal.</summary>
    public async Task<(RunningCampaign? Campaign, LinkToken? Link, ProblemHttpResult? Refused)> Enter(string campaign, string link, CancellationToken cancel)
    {
        if (!LinkToken.TryRead(key, link, clock.GetUtcNow(), out var read, out var fault))
        {
            return (null, null, fault is LinkFault.Expired
                ? Refusal.Of(401, "link-expired", "This link is not valid any more. Ask for a new one where you found it.")
                : Refusal.Of(401, "link-invalid", "This link is not one of ours. Copy it again, whole."));
        }

        if (!Guid.TryParse(campaign, out var id)) return (null, null, Unknown());
        if (read.CampaignId != id) return (null, null, Refusal.Of(401, "link-invalid", "This link belongs to another study."));
        return await campaigns.Find(id, cancel) is { } found ? (found, read, null) : (null, null, Unknown());
    }

    private static ProblemHttpResult Unknown() => Refusal.Of(404, "campaign-unknown", "There is no such study here.");
}
