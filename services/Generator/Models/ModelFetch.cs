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
        LogFetching(name, files.Files.Sum(file => file.Bytes) >> 20);
        cache.MakeRoom(files.Files.Sum(file => file.Bytes), name);
        return await cache.Add(hash, draft => Fetch(name, files, draft, cancel));
    }

    private async Task Fetch(string name, ModelFiles files, string draft, CancellationToken cancel)
    {
        foreach (var file in files.Files)
        {
            var path = Path.Combine(draft, file.Path);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await using var from = await objects.Open(ObjectKeys.DiffusionModel(name) + file.Path, cancel);
            await using var to = new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 1 << 20, useAsync: true);
            await from.CopyToAsync(to, 1 << 20, cancel);
            to.Position = 0;
            var hash = Convert.ToHexStringLower(await SHA256.HashDataAsync(to, cancel));
            if (hash != file.Sha256)
                throw new ModelFolderException(
                    $"The object store's copy of model '{name}' is broken: {file.Path} has {to.Length} bytes with the hash {hash}; {file.Bytes} with {file.Sha256} were pushed. Remove it and push the model again.");
        }
    }

    [LoggerMessage(LogLevel.Information, "Fetching the model {Model}, {MiB} MiB, from the object store")]
    private partial void LogFetching(string model, long mib);
}
