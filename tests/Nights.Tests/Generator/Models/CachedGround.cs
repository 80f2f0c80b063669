using System.Security.Cryptography;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Nights.Domain.Storage;
using Nights.Generator.Models;
using Nights.Generator.Painting;

namespace Nights.Tests.Generator.Models;

/// <summary>A cache folder of its own before an object store in memory.</summary>
internal sealed class CachedGround : IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("nights-cache-").FullName;

    public MemoryObjects Objects { get; } = new();

    /// <summary>Where fetched models lie.</summary>
    public string Fetched => Path.Combine(Folder, "fetched");

    public ModelFetch Fetch(double gibibytes = 1) => new(
        Objects, Options.Create(new GeneratorOptions { Cache = Folder, CacheGiB = gibibytes }), NullLogger<ModelFetch>.Instance);

    /// <summary>Stores files as a push does, the list last.</summary>
    public void Push(string name, params (string Path, byte[] Content)[] files)
    {
        foreach (var (path, content) in files)
            Objects.Stored[ObjectKeys.DiffusionModel(name) + path] = content;
        Objects.Stored[ObjectKeys.DiffusionModel(name) + ModelFiles.Name] = new ModelFiles(
            [.. files.Select(file => new ModelFileEntry(file.Path, file.Content.Length, Convert.ToHexStringLower(SHA256.HashData(file.Content))))]).ToJson();
    }

    /// <summary>Stores a whole model folder.</summary>
    public void Push(string name, string directory) => Push(
        name,
        [.. Directory.GetFiles(directory, "*", SearchOption.AllDirectories).Select(file => (Path.GetRelativePath(directory, file), File.ReadAllBytes(file)))]);

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
