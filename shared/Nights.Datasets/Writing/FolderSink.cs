using Nights.Datasets.Rows;

namespace Nights.Datasets.Writing;

/// <summary>Writes a snapshot into a folder. Each file appears whole or not at all, and none is ever changed.</summary>
public sealed class FolderSink(string root) : ISnapshotSink
{
    private const string Unfinished = ".part";

    /// <exception cref="IOException">The path holds other bytes already.</exception>
    public async Task Put(string path, ReadOnlyMemory<byte> content, CancellationToken cancel)
    {
        if (!DatasetPaths.IsInside(path)) throw new ArgumentException($"'{path}' is not a path inside the snapshot.", nameof(path));
        var target = Path.Combine(root, path);
        if (File.Exists(target))
        {
            await SameOrThrow(target, content, cancel);
            return;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        var part = $"{target}.{Guid.CreateVersion7():N}{Unfinished}";
        try
        {
            await File.WriteAllBytesAsync(part, content, cancel);
            File.Move(part, target, overwrite: false);
        }
        catch (IOException) when (File.Exists(target))
        {
            await SameOrThrow(target, content, cancel);
        }
        finally
        {
            File.Delete(part);
        }
    }

    private static async Task SameOrThrow(string target, ReadOnlyMemory<byte> content, CancellationToken cancel)
    {
        var there = await File.ReadAllBytesAsync(target, cancel);
        if (!content.Span.SequenceEqual(there))
        {
            throw new IOException($"{target} already holds {there.Length} other bytes; a snapshot never changes, so write into an empty folder.");
        }
    }
}
