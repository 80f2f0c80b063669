using System.Security.Cryptography;
using System.Text.Json;
using Nights.Database.Training;
using Nights.Domain.Storage;
using Nights.Hosting.Objects;
using Nights.Trainer.Registry;

namespace Nights.Trainer.Guidance;

/// <summary>Brings a registered model into a folder and verifies every byte of it against what was registered.</summary>
internal sealed class FetchModel(IObjects objects)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <exception cref="InvalidDataException">The manifest or a file is not what was registered.</exception>
    /// <exception cref="ObjectMissingException">A file is not in the object store.</exception>
    public async Task Run(Model model, string folder, CancellationToken cancel)
    {
        var prefix = ObjectKeys.Model(model.Name, model.Version);
        var bytes = await objects.Get(prefix + "manifest.json", cancel);
        Verify(bytes, model.ManifestSha256, prefix + "manifest.json");
        var manifest = JsonSerializer.Deserialize<ModelManifest>(bytes, Json) ?? throw new InvalidDataException($"The manifest of model {model.Name}@{model.Version} is null.");

        var root = Path.GetFullPath(folder) + Path.DirectorySeparatorChar;
        foreach (var file in manifest.Files)
        {
            var path = Path.GetFullPath(file.Path, root);
            if (!path.StartsWith(root, StringComparison.Ordinal)) throw new InvalidDataException($"The manifest of model {model.Name}@{model.Version} names a file outside of it: {file.Path}.");
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await using (var content = await objects.Open(prefix + file.Path, cancel))
            await using (var written = File.Create(path))
            {
                await content.CopyToAsync(written, cancel);
            }

            await using var read = File.OpenRead(path);
            Same(Convert.ToHexStringLower(await SHA256.HashDataAsync(read, cancel)), file.Sha256, prefix + file.Path);
        }
    }

    private static void Verify(byte[] bytes, string registered, string name) => Same(Convert.ToHexStringLower(SHA256.HashData(bytes)), registered, name);

    private static void Same(string found, string registered, string name)
    {
        if (found != registered) throw new InvalidDataException($"{name} has the SHA-256 {found}; {registered} was registered.");
    }
}
