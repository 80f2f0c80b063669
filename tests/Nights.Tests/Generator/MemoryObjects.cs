using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Nights.Hosting.Objects;

namespace Nights.Tests.Generator;

/// <summary>An object store in memory that counts what it was asked to store, and fails as often as it is told.</summary>
internal sealed class MemoryObjects : IObjects
{
    private int puts;

    public ConcurrentDictionary<string, byte[]> Stored { get; } = new();

    public int Puts => puts;

    public int FailuresToCome { get; set; }

    /// <summary>Keys that were opened to be read.</summary>
    public ConcurrentQueue<string> Opened { get; } = new();

    /// <summary>What whoever opens a key waits for first.</summary>
    public Func<string, CancellationToken, Task> BeforeOpen { get; set; } = (_, _) => Task.CompletedTask;

    public Task<bool> Put(string key, ReadOnlyMemory<byte> content, string contentType, CancellationToken cancel)
    {
        Interlocked.Increment(ref puts);
        if (FailuresToCome-- > 0)
            throw new IOException("The store is away.");
        return Task.FromResult(Stored.TryAdd(key, content.ToArray()));
    }

    public Task<bool> Put(string key, Stream content, string contentType, CancellationToken cancel) => throw new NotSupportedException();

    public Task<bool> Exists(string key, CancellationToken cancel) => Task.FromResult(Stored.ContainsKey(key));

    public Task<byte[]> Get(string key, CancellationToken cancel) => Task.FromResult(Stored.TryGetValue(key, out var content) ? content : throw new ObjectMissingException(key));

    public async Task<Stream> Open(string key, CancellationToken cancel)
    {
        Opened.Enqueue(key);
        await BeforeOpen(key, cancel);
        return new MemoryStream(await Get(key, cancel), writable: false);
    }

    public async IAsyncEnumerable<string> List(string prefix, [EnumeratorCancellation] CancellationToken cancel)
    {
        foreach (var key in Stored.Keys.Where(key => key.StartsWith(prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal))
            yield return key;
        await Task.CompletedTask;
    }

    public Task Delete(IReadOnlyCollection<string> keys, CancellationToken cancel) => throw new NotSupportedException();
}
