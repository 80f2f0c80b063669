using Nights.Crowd.Embedding;

namespace Nights.IntegrationTests.Crowd;

/// <summary>A marketplace that frames the page, pays by its own ids, and takes finished work by a form.</summary>
internal sealed class MarketPage : IChannelPage
{
    public const string Name = "market";
    public string Channel => Name;
    public bool KeepsIdentity => true;
    public IReadOnlyList<string> FrameOrigins => ["https://market.example"];
    public IReadOnlyList<string> FormOrigins => ["https://submit.market.example"];

    public ValueTask<Completion> Complete(FinishedHit hit, CancellationToken cancel) => ValueTask.FromResult(
        Completion.ByForm(hit.Code, new Uri("https://submit.market.example/done"), new Dictionary<string, string> { ["assignment"] = hit.Identity?.Assignment ?? "" }));
}
