using Nights.Crowd.Web;
using Nights.Domain.Campaigns;
using Nights.Hosting.Secrecy;

namespace Nights.Crowd.Embedding;

/// <summary>The Content-Security-Policy of the page itself: the channel in its signed link says who may frame it and where its forms may go.</summary>
internal sealed class PagePolicy(ChannelPages channels, Secrets secrets, TimeProvider clock)
{
    private readonly byte[] linkKey = secrets.Derive("links");

    /// <param name="link">The token in the address; without a good one nobody may frame the page.</param>
    public string Of(string? link)
    {
        if (!LinkToken.TryRead(linkKey, link, clock.GetUtcNow(), out var read, out _)) return SecurityHeaders.ContentPolicy;
        var page = channels.Of(read.Channel);
        return SecurityHeaders.PolicyWith(page.FrameOrigins, page.FormOrigins);
    }
}
