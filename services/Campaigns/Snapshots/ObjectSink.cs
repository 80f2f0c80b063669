using Nights.Datasets.Writing;
using Nights.Domain.Storage;
using Nights.Hosting.Objects;

namespace Nights.Campaigns.Snapshots;

/// <summary>Writes a snapshot under its own prefix of the object store, where nothing is ever overwritten.</summary>
internal sealed class ObjectSink(IObjects objects, string name, string version) : ISnapshotSink
{
    private readonly string prefix = ObjectKeys.Snapshot(name, version);

    /// <exception cref="InvalidDataException">The key holds other bytes already.</exception>
    public async Task Put(string path, ReadOnlyMemory<byte> content, CancellationToken cancel)
    {
        if (await objects.Put(prefix + path, content, ContentType(path), cancel)) return;

        // A build that was cut off left it there, or somebody has written here before.
        var there = await objects.Get(prefix + path, cancel);
        if (!content.Span.SequenceEqual(there))
            throw new InvalidDataException($"{prefix}{path} already holds {there.Length} other bytes; a snapshot never changes, so cut a new version.");
    }

    public static string ContentType(string path) => Path.GetExtension(path) switch
    {
        ".png" => "image/png",
        ".json" => "application/json",
        ".csv" => "text/csv; charset=utf-8",
        ".html" => "text/html; charset=utf-8",
        ".md" => "text/markdown; charset=utf-8",
        ".safetensors" => "application/octet-stream",
        _ => "text/plain; charset=utf-8",
    };
}
