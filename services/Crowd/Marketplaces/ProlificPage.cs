using Nights.Channels;
using Nights.Crowd.Embedding;
using Npgsql;

namespace Nights.Crowd.Marketplaces;

/// <summary>Prolific opens the page in a window of its own and wants the browser back with the study's code: one for whole HITs, another for those who stopped early.</summary>
internal sealed class ProlificPage(NpgsqlDataSource database) : IChannelPage
{
    public string Channel => ChannelNames.Prolific;
    public bool KeepsIdentity => true;
    public IReadOnlyList<string> FrameOrigins => [];
    public IReadOnlyList<string> FormOrigins => [];

    public async ValueTask<Completion> Complete(FinishedHit hit, CancellationToken cancel)
    {
        var study = await SessionStudy.Find(database, hit, cancel);
        return study is { CompletionUrl: { } url } ? Completion.ByRedirect(study.Code, new Uri($"{url}?cc={Uri.EscapeDataString(study.Code)}")) : Completion.ByCode(hit.Code);
    }
}
