using Microsoft.Extensions.Options;
using Nights.Channels;
using Nights.Channels.MechanicalTurk;
using Nights.Crowd.Embedding;

namespace Nights.Crowd.Marketplaces;

/// <summary>
/// A service with the protocol of Mechanical Turk shows the page in a frame and takes a form that the participant's own browser posts. Where to came in by the
/// address: it is followed to the sites that are configured, and to no other.
/// </summary>
internal sealed class TurkPage(IOptions<CrowdOptions> options) : IChannelPage
{
    public string Channel => ChannelNames.MechanicalTurk;
    public bool KeepsIdentity => true;
    public IReadOnlyList<string> FrameOrigins => options.Value.TurkSites;
    public IReadOnlyList<string> FormOrigins => options.Value.TurkSites;

    public ValueTask<Completion> Complete(FinishedHit hit, CancellationToken cancel) => ValueTask.FromResult(
        hit.Identity is { Assignment: { } assignment, SubmitTo: { } to } && Site(to) is { } site
            ? Completion.ByForm(hit.Code, new Uri(site + ExternalQuestion.SubmitPath), new Dictionary<string, string> { ["assignmentId"] = assignment, ["code"] = hit.Code })
            : Completion.ByCode(hit.Code));

    private string? Site(string submitTo) =>
        Uri.TryCreate(submitTo, UriKind.Absolute, out var uri) && options.Value.TurkSites.Contains(uri.GetLeftPart(UriPartial.Authority), StringComparer.OrdinalIgnoreCase)
            ? uri.GetLeftPart(UriPartial.Authority)
            : null;
}
