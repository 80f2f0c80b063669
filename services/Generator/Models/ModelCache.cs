using Nights.Diffusion.Models;

namespace Nights.Generator.Models;

/// <summary>Folders by hash, limited in size; the one unused longest goes first. A folder that is in use survives its removal: its files are open.</summary>
internal sealed class ModelCache(string directory, long limit)
{
    /// <summary>The folder of a hash, marked as used, or null.</summary>
    public string? Find(string hash)
    {
        var folder = Path.Combine(directory, hash);
        if (!Directory.Exists(folder))
            return null;
        File.SetLastWriteTimeUtc(Marker(folder), TimeProvider.System.GetUtcNow().UtcDateTime);
        return folder;
    }

    /// <exception cref="ModelFolderException">The model is larger than the cache.</exception>
    public void MakeRoom(long wanted, string name)
    {
        if (wanted > limit)
            throw new ModelFolderException(
                $"The model '{name}' has {wanted >> 20} MiB; the cache holds {limit >> 20} MiB. Raise Generator:CacheGiB.");
        if (!Directory.Exists(directory))
            return;
        var folders = Directory.GetDirectories(directory).Where(folder => File.Exists(Marker(folder))).OrderBy(folder => File.GetLastWriteTimeUtc(Marker(folder))).ToList();
        var used = folders.Sum(Size);
        foreach (var folder in folders.TakeWhile(_ => used + wanted > limit))
        {
            used -= Size(folder);
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Fills a draft and gives it its place. Another process may have been faster with the same files.</summary>
    public async Task<string> Add(string hash, Func<string, Task> fill)
    {
        var (folder, draft) = (Path.Combine(directory, hash), Path.Combine(directory, $".{hash}.{Guid.CreateVersion7():N}"));
        Directory.CreateDirectory(draft);
        try
        {
            await fill(draft);
            await File.WriteAllBytesAsync(Marker(draft), []);
            Directory.Move(draft, folder);
        }
        catch (IOException) when (Directory.Exists(folder))
        {
            // the same files, by another process
        }
        finally
        {
            if (Directory.Exists(draft))
                Directory.Delete(draft, recursive: true);
        }
        return folder;
    }

    private static string Marker(string folder) => Path.Combine(folder, ".used");

    private static long Size(string folder) => new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);
}
