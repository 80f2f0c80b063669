using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using Nights.Diffusion.Models;
using Nights.Domain.Storage;
using Nights.Generator.Painting;
using Nights.Hosting.Objects;

namespace Nights.Generator.Models;

/// <summary>
/// Models of the object store, fetched once into a cache by hash: the folder's name is the hash of the list of its files, each file is checked against the list
/// while it is written, and the folder appears whole or not at all. Processes may share a cache.
/// </summary>
internal sealed partial class ModelFetch(IObjects objects, IOptions<GeneratorOptions> options, ILogger<ModelFetch> logger)
{
    private readonly ModelCache cache = new(Path.Combine(options.Value.Cache, "fetched"), (long)(options.Value.CacheGiB * (1L << 30)));

    /// <summary>The folder of a model, fetched when it is not here; null when the store has none of this name.</summary>
    /// <exception cref="ModelFolderException">The store's copy is broken, or does not fit the cache.</exception>
    public async Task<string?> Folder(string name, CancellationToken cancel)
    {
        var listKey = ObjectKeys.DiffusionModel(name) + ModelFiles.Name;
        if (!ModelFiles.IsName(name) || !await objects.Exists(listKey, cancel))
            return null;
        var list = await objects.Get(listKey, cancel);
        var hash = Convert.ToHexStringLower(SHA256.HashData(list));
        if (cache.Find(hash) is { } folder)
            return folder;
        var files = ModelFiles.Parse(list, name);
        var bytes = files.Files.Sum(file => file.Bytes);
        LogFetching(name, bytes >> 20);
        cache.MakeRoom(bytes, name);
        return await cache.Add(hash, draft => Fetch(name, files, draft, cancel));
    }

    private async Task Fetch(string name, ModelFiles files, string draft, CancellationToken cancel)
    {
        foreach (var file in files.Files)
        {
            var path = Path.Combine(draft, file.Path);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await using var from = await Open(name, file, cancel);
            await using var to = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, useAsync: true);
            var (bytes, hash) = await Copy(from, to, file.Bytes, cancel);
            if (bytes != file.Bytes || hash != file.Sha256)
                throw Broken(name, $"{file.Path} has {bytes} bytes with the hash {hash}; {file.Bytes} with {file.Sha256} were pushed");
        }
    }

    private async Task<Stream> Open(string name, ModelFileEntry file, CancellationToken cancel)
    {
        try
        {
            return await objects.Open(ObjectKeys.DiffusionModel(name) + file.Path, cancel);
        }
        catch (ObjectMissingException missing)
        {
            throw Broken(name, $"{file.Path} is missing", missing);
        }
    }

    /// <summary>Copies and hashes in one pass; what is longer than it may be is not copied to its end.</summary>
    private static async Task<(long Bytes, string Sha256)> Copy(Stream from, Stream to, long most, CancellationToken cancel)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[1 << 20];
        var bytes = 0L;
        while (bytes <= most && await from.ReadAsync(buffer, cancel) is > 0 and var read)
        {
            hash.AppendData(buffer, 0, read);
            await to.WriteAsync(buffer.AsMemory(0, read), cancel);
            bytes += read;
        }
        return (bytes, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    private static ModelFolderException Broken(string name, string what, Exception? cause = null)
    {
        var message = $"The object store's copy of model '{name}' is broken: {what}. Remove it and push the model again.";
        return cause is null ? new ModelFolderException(message) : new ModelFolderException(message, cause);
    }

    [LoggerMessage(LogLevel.Information, "Fetching the model {Model}, {MiB} MiB, from the object store")]
    private partial void LogFetching(string model, long mib);
}
