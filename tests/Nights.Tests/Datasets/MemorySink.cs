using System.Collections.Concurrent;
using Nights.Datasets.Writing;

namespace Nights.Tests.Datasets;

internal sealed class MemorySink : ISnapshotSink
{
    private readonly ConcurrentQueue<string> order = [];

    public ConcurrentDictionary<string, byte[]> Files { get; } = [];

    public IReadOnlyList<string> Order => [.. order];

    public Task Put(string path, ReadOnlyMemory<byte> content, CancellationToken cancel)
    {
        order.Enqueue(path);
        Files.TryAdd(path, content.ToArray()).ShouldBeTrue();
        return Task.CompletedTask;
    }
}
