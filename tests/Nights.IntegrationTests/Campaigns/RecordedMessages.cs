using System.Collections.Concurrent;
using Nights.Hosting.Bus;

namespace Nights.IntegrationTests.Campaigns;

/// <summary>Keeps what was published in place of a broker.</summary>
internal sealed class RecordedMessages : IMessages
{
    private readonly ConcurrentQueue<object> published = new();

    public Task Publish<T>(T message, CancellationToken cancel)
        where T : class
    {
        published.Enqueue(message);
        return Task.CompletedTask;
    }

    public IReadOnlyList<T> Of<T>() => [.. published.OfType<T>()];

    public void Clear() => published.Clear();
}
