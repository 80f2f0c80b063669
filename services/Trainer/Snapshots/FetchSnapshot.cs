using System.Security.Cryptography;
using Nights.Domain.Snapshots;
using Nights.Domain.Storage;
using Nights.Hosting.Objects;
using Nights.Trainer.Runs;

namespace Nights.Trainer.Snapshots;

/// <summary>Brings a snapshot into a folder and verifies every byte of it. What lies there from an earlier attempt is kept when it is whole.</summary>
internal sealed class FetchSnapshot(IObjects objects)
{
    private const int AtOnce = 8;

    /// <exception cref="InvalidDataException">The manifest or a file is not what was announced.</exception>
    /// <exception cref="ObjectMissingException">The snapshot, or a file of it, is not in the object store.</exception>
    public async Task Run(ClaimedRun run, string folder, CancellationToken cancel)
    {
        var prefix = ObjectKeys.Snapshot(run.SnapshotName, run.SnapshotVersion);
        var manifestBytes = await objects.Get(prefix + SnapshotManifest.FileName, cancel);
        if (Sha256(manifestBytes) != run.ManifestSha256)
            throw new InvalidDataException($"The manifest of snapshot {run.SnapshotName}@{run.SnapshotVersion} has the SHA-256 {Sha256(manifestBytes)}; {run.ManifestSha256} was registered.");

        var root = Path.GetFullPath(folder) + Path.DirectorySeparatorChar;
        var manifest = SnapshotManifest.Parse(manifestBytes);
        await Parallel.ForEachAsync(manifest.Files, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancel }, async (file, stop) =>
        {
            var path = Path.GetFullPath(file.Path, root);
            if (!path.StartsWith(root, StringComparison.Ordinal))
                throw new InvalidDataException($"The snapshot's manifest names a file outside of it: {file.Path}.");
            if (File.Exists(path) && new FileInfo(path).Length == file.Bytes && Sha256(await File.ReadAllBytesAsync(path, stop)) == file.Sha256) return;

            var bytes = await objects.Get(prefix + file.Path, stop);
            if (Sha256(bytes) != file.Sha256)
                throw new InvalidDataException($"{prefix}{file.Path} has the SHA-256 {Sha256(bytes)}; its manifest says {file.Sha256}.");
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await File.WriteAllBytesAsync(path, bytes, stop);
        });
    }

    private static string Sha256(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
