using System.Globalization;
using System.Security.Cryptography;

namespace Nights.DreamSim.Training;

/// <summary>Checkpoints in a folder: <c>STEP.safetensors</c>, then its SHA-256 in <c>STEP.sha256</c>. The newest two are kept.</summary>
public sealed class FolderCheckpoints(string folder) : ICheckpoints
{
    private const int Kept = 2;

    public async Task<byte[]?> Latest(CancellationToken cancel)
    {
        if (!Directory.Exists(folder)) return null;

        foreach (var path in Directory.GetFiles(folder, "*.safetensors").OrderByDescending(path => path, StringComparer.Ordinal))
        {
            var seal = Path.ChangeExtension(path, "sha256");
            if (!File.Exists(seal)) continue;
            var content = await File.ReadAllBytesAsync(path, cancel);
            if (await File.ReadAllTextAsync(seal, cancel) == Convert.ToHexStringLower(SHA256.HashData(content))) return content;
        }

        return null;
    }

    public async Task Save(int step, ReadOnlyMemory<byte> content, CancellationToken cancel)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, step.ToString("D8", CultureInfo.InvariantCulture) + ".safetensors");
        await File.WriteAllBytesAsync(path, content, cancel);
        var seal = Path.ChangeExtension(path, "sha256");
        await File.WriteAllTextAsync(seal + ".writing", Convert.ToHexStringLower(SHA256.HashData(content.Span)), cancel);
        File.Move(seal + ".writing", seal, overwrite: true);

        foreach (var old in Directory.GetFiles(folder, "*.sha256").OrderDescending(StringComparer.Ordinal).Skip(Kept))
        {
            File.Delete(old);
            File.Delete(Path.ChangeExtension(old, "safetensors"));
        }
    }
}
