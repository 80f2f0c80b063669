using Nights.Hosting.Secrecy;

namespace Nights.Crowd.Embedding;

/// <summary>What the HIT page has to know of a channel: who may frame it, where its forms may go, and how work is handed in. One a channel.</summary>
internal interface IChannelPage
{
    /// <summary>As the links of the channel name it.</summary>
    string Channel { get; }

    /// <summary>Whether the ids that a participant comes with are kept, sealed, because the marketplace pays by them.</summary>
    bool KeepsIdentity { get; }

    /// <summary>Origins that may show the page in a frame, e.g. "https://worker.mturk.com".</summary>
    IReadOnlyList<string> FrameOrigins { get; }

    /// <summary>Origins that a completion form may be sent to.</summary>
    IReadOnlyList<string> FormOrigins { get; }

    /// <summary>How this participant hands in.</summary>
    ValueTask<Completion> Complete(FinishedHit hit, CancellationToken cancel);
}

/// <summary>A finished session, for its channel.</summary>
/// <param name="Identity">Null when the channel keeps none, or the participant came without.</param>
internal sealed record FinishedHit(Guid SessionId, Guid CampaignId, string Channel, string Code, ExternalIdentity? Identity);
