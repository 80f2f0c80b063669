using Nights.Diffusion.Models;

namespace Nights.Generator.Models;

/// <summary>
/// Folders by hash, limited in size; the one unused longest goes first. A model that is open survives the removal of its folder: its files were read. Processes
/// may share a cache, so whatever was seen a moment ago may be gone.
/// </summary>
internal sealed class ModelCache(string directory, long limit)
{
    /// <summary>A draft nobody has written to for so long was left by a process that was killed.</summary>
    public static readonly TimeSpan Abandoned = TimeSpan.FromHours(6);

    private const string DraftPrefix = ".";

    /// <summary>The folder of a hash, marked as used, or null.</summary>
    public string? Find(string hash)
    {
        var folder = Path.Combine(directory, hash);
        try
        {
            File.SetLastWriteTimeUtc(Marker(folder), TimeProvider.System.GetUtcNow().UtcDateTime);
            return folder;
        }
        catch (Exception gone) when (gone is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <exception cref="ModelFolderException">The model is larger than the cache.</exception>
    public void MakeRoom(long wanted, string name)
    {
        if (wanted > limit)
            throw new ModelFolderException(
                $"The model '{name}' has {wanted >> 20} MiB; the cache holds {limit >> 20} MiB. Raise Generator:CacheGiB.");
        if (!Directory.Exists(directory))
            return;
        var before = TimeProvider.System.GetUtcNow() - Abandoned;
        foreach (var draft in Directory.GetDirectories(directory, DraftPrefix + "*").Where(draft => LastWrite(draft) < before.UtcDateTime))
            Remove(draft);
        var folders = Directory.GetDirectories(directory).Where(folder => !Path.GetFileName(folder).StartsWith(DraftPrefix, StringComparison.Ordinal))
            .OrderBy(folder => File.GetLastWriteTimeUtc(Marker(folder))).Select(folder => (Path: folder, Size: Size(folder))).ToList();
        var used = folders.Sum(folder => folder.Size);
        foreach (var folder in folders.TakeWhile(_ => used + wanted > limit))
        {
            used -= folder.Size;
            Remove(folder.Path);
        }
    }

    /// <summary>Fills a draft and gives it its place. Another process may have been faster with the same files.</summary>
    public async Task<string> Add(string hash, Func<string, Task> fill)
    {
        var (folder, draft) = (Path.Combine(directory, hash), Path.Combine(directory, $"{DraftPrefix}{hash}.{Guid.CreateVersion7():N}"));
        Directory.CreateDirectory(draft);
        try
        {
            await fill(draft);
            await File.WriteAllBytesAsync(Marker(draft), []);
            Directory.Move(draft, folder);
        }
        catch (IOException) when (File.Exists(Marker(folder)))
        {
            // the same files, by another process
        }
        finally
        {
            Remove(draft);
        }
        return folder;
    }

    private static string Marker(string folder) => Path.Combine(folder, ".used");

    private static IEnumerable<FileInfo> Files(string folder) =>
        new DirectoryInfo(folder).EnumerateFiles("*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0, IgnoreInaccessible = true });

    private static DateTime LastWrite(string folder) => Seen(() => Files(folder).Select(file => file.LastWriteTimeUtc).Append(Directory.GetLastWriteTimeUtc(folder)).Max(), DateTime.MaxValue);

    private static long Size(string folder) => Seen(() => Files(folder).Sum(file => file.Length), 0);

    private static T Seen<T>(Func<T> look, T gone)
    {
        try
        {
            return look();
        }
        catch (IOException missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return gone;  // by another process
        }
    }

    /// <summary>Takes the folder away under another name first, so that nobody finds half of it.</summary>
    private void Remove(string folder)
    {
        var leaving = Path.Combine(directory, $"{DraftPrefix}{Guid.CreateVersion7():N}");
        Seen(() =>
        {
            Directory.Move(folder, leaving);
            Directory.Delete(leaving, recursive: true);
            return true;
        }, gone: true);
    }
}
