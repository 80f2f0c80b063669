using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Nights.Hosting.Objects;

/// <summary>
/// The object store of the local host: one file an object, the key is the path below the folder.
/// An object appears whole or not at all: it is written beside the others and then given its name, which fails if the name is taken.
/// A file and a folder cannot share a name, so no key may continue another key with a slash; those of <c>ObjectKeys</c> never do.
/// </summary>
internal sealed partial class DiskObjects : IObjects, IObjectStoreProbe
{
    private const string Unfinished = ".unfinished";
    private const int TooLarge = 27, NoSpace = 28, OverQuota = 122;   // errno of Linux
    private static readonly TimeSpan Abandoned = TimeSpan.FromHours(24);

    private readonly string folder;
    private readonly string unfinished;
    private readonly bool fsync;

    /// <exception cref="IOException">The folder can neither be found nor made.</exception>
    public DiskObjects(IOptions<ObjectOptions> options, TimeProvider clock, ILogger<DiskObjects> logger)
    {
        folder = Path.GetFullPath(options.Value.Folder!);
        unfinished = Path.Combine(folder, Unfinished);
        fsync = options.Value.Fsync;
        Directory.CreateDirectory(unfinished);
        RemoveAbandoned(clock, logger);
    }

    public async Task<bool> Put(string key, ReadOnlyMemory<byte> content, string contentType, CancellationToken cancel) =>
        await Write(key, content.Length, file => file.WriteAsync(content, cancel).AsTask(), cancel);

    public async Task<bool> Put(string key, Stream content, string contentType, CancellationToken cancel)
    {
        content.Position = 0;
        return await Write(key, content.Length, file => content.CopyToAsync(file, cancel), cancel);
    }

    public Task<bool> Exists(string key, CancellationToken cancel) => Task.FromResult(File.Exists(PathOf(key)));

    public async Task<byte[]> Get(string key, CancellationToken cancel)
    {
        try
        {
            return await File.ReadAllBytesAsync(PathOf(key), cancel);
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ObjectMissingException(key);
        }
    }

    public Task<Stream> Open(string key, CancellationToken cancel)
    {
        try
        {
            return Task.FromResult<Stream>(new FileStream(
                PathOf(key), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 64 << 10, useAsync: true));
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ObjectMissingException(key);
        }
    }

    public async IAsyncEnumerable<string> List(string prefix, [EnumeratorCancellation] CancellationToken cancel)
    {
        ObjectKey.CheckPrefix(prefix);
        var start = prefix.LastIndexOf('/') + 1;
        foreach (var key in Below(prefix[..start], name => name.StartsWith(prefix[start..], StringComparison.Ordinal)))
        {
            cancel.ThrowIfCancellationRequested();
            yield return key;
        }

        await Task.CompletedTask;
    }

    public Task Delete(IReadOnlyCollection<string> keys, CancellationToken cancel)
    {
        foreach (var path in keys.Select(PathOf))
        {
            cancel.ThrowIfCancellationRequested();
            if (File.Exists(path)) File.Delete(path);
        }

        return Task.CompletedTask;
    }

    public async Task Probe(CancellationToken cancel)
    {
        var path = Path.Combine(unfinished, $"probe-{Guid.CreateVersion7():N}");
        await File.WriteAllBytesAsync(path, [1], cancel);
        File.Delete(path);
    }

    private async Task<bool> Write(string key, long bytes, Func<Stream, Task> write, CancellationToken cancel)
    {
        var path = PathOf(key);
        if (File.Exists(path)) return false;

        var draft = Path.Combine(unfinished, $"{Guid.CreateVersion7():N}");
        try
        {
            await using (var file = new FileStream(draft, FileMode.CreateNew, FileAccess.Write, FileShare.None, 64 << 10, useAsync: true))
            {
                await write(file);
                await file.FlushAsync(cancel);
                if (fsync) file.Flush(flushToDisk: true);
            }

            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            return NamedOnce.Move(draft, path);   // false: another writer was first
        }
        catch (IOException fault) when (fault.HResult is NoSpace or OverQuota or TooLarge)
        {
            throw new ObjectStoreFullException(folder, key, bytes, fault);
        }
        finally
        {
            File.Delete(draft);
        }
    }

    // A folder sorts as its name with the slash that follows it in a key, so that walking in this order is ordinal order of keys.
    private IEnumerable<string> Below(string parent, Func<string, bool> wanted)
    {
        var place = new DirectoryInfo(Path.Combine(folder, parent));
        if (!place.Exists) return [];
        return place.EnumerateFileSystemInfos()
            .Where(entry => wanted(entry.Name) && !(parent is "" && entry.Name is Unfinished))
            .Select(entry => parent + entry.Name + (entry is DirectoryInfo ? "/" : ""))
            .Order(StringComparer.Ordinal)
            .SelectMany(name => name.EndsWith('/') ? Below(name, _ => true) : [name]);
    }

    private string PathOf(string key)
    {
        ObjectKey.Check(key);
        if (key.Split('/')[0] is Unfinished)
            throw new ArgumentException($"The object key '{key}' begins with '{Unfinished}', where unfinished objects lie.", nameof(key));
        return Path.Combine(folder, key);
    }

    private void RemoveAbandoned(TimeProvider clock, ILogger logger)
    {
        var limit = (clock.GetUtcNow() - Abandoned).UtcDateTime;
        foreach (var draft in new DirectoryInfo(unfinished).EnumerateFiles().Where(file => file.LastWriteTimeUtc < limit))
        {
            LogAbandoned(logger, draft.Name, draft.Length);
            draft.Delete();
        }
    }

    [LoggerMessage(LogLevel.Information, "Removed the unfinished object {Draft} of {Bytes} bytes, left by a process that was killed")]
    private static partial void LogAbandoned(ILogger logger, string draft, long bytes);
}
