using System.Security.Cryptography;
using Nights.Domain.Snapshots;
using Nights.Local.Commands;

namespace Nights.Local.Client;

/// <summary>
/// Brings a snapshot into a folder. Files that are there with the right hash are kept, so a pull that was cut off goes on where it stood;
/// each file appears under its name only when it is whole, and the manifest comes last.
/// </summary>
internal sealed class PullSnapshot(OperatorClient client)
{
    private const int AtOnce = 6;

    /// <param name="name">Of the dataset.</param>
    /// <param name="version">Semantic version.</param>
    /// <param name="folder">Made when it is missing.</param>
    /// <param name="pulled">Told the share of files that are there, in [0, 1].</param>
    /// <param name="cancel">Stops; what has come stays.</param>
    /// <exception cref="CommandFailedException">There is no such ready snapshot, or what came is not what its manifest says.</exception>
    public async Task<SnapshotManifest> Run(string name, string version, string folder, IProgress<double>? pulled, CancellationToken cancel)
    {
        var place = $"snapshots/{Uri.EscapeDataString(name)}/{Uri.EscapeDataString(version)}";
        var report = await client.Get<SnapshotReport>(place, cancel);
        if (report is not { State: SnapshotState.Ready, ManifestSha256: { } wanted })
            throw new CommandFailedException($"{report.Reference} is {report.State.ToString().ToLowerInvariant()}{(report.Failure is { } why ? $": {why}" : "")}; only a ready snapshot can be pulled.");

        var json = await Whole($"{place}/files/{SnapshotManifest.FileName}", cancel);
        if (Convert.ToHexStringLower(SHA256.HashData(json)) != wanted)
            throw new CommandFailedException($"The manifest of {report.Reference} does not have the hash that the host has noted ({wanted}). The object store may be damaged; cut a new version.");
        var manifest = SnapshotManifest.Parse(json);

        Directory.CreateDirectory(folder);
        var done = 0;
        await Parallel.ForEachAsync(manifest.Files, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancel }, async (file, stop) =>
        {
            var path = Inside(folder, file.Path);
            if (!await IsThere(path, file, stop)) await Pull($"{place}/files/{file.Path}", path, file, stop);
            pulled?.Report(Interlocked.Increment(ref done) / (double)manifest.Files.Count);
        });
        await WriteWhole(Path.Combine(folder, SnapshotManifest.FileName), json, cancel);
        return manifest;
    }

    private static string Inside(string folder, string relative)
    {
        var path = Path.GetFullPath(Path.Combine(folder, relative));
        return path.StartsWith(Path.GetFullPath(folder) + Path.DirectorySeparatorChar, StringComparison.Ordinal)
            ? path
            : throw new CommandFailedException($"The manifest names '{relative}', which is not a path inside the snapshot.");
    }

    private static async Task<bool> IsThere(string path, SnapshotFile file, CancellationToken cancel)
    {
        if (!File.Exists(path) || new FileInfo(path).Length != file.Bytes) return false;
        await using var content = File.OpenRead(path);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(content, cancel)) == file.Sha256;
    }

    private async Task Pull(string from, string path, SnapshotFile file, CancellationToken cancel)
    {
        var content = await Whole(from, cancel);
        if (Convert.ToHexStringLower(SHA256.HashData(content)) != file.Sha256)
            throw new CommandFailedException($"'{file.Path}' came with other bytes than its manifest says; pull again.");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await WriteWhole(path, content, cancel);
    }

    private async Task<byte[]> Whole(string path, CancellationToken cancel)
    {
        await using var reply = await client.Open(path, cancel);
        using var content = new MemoryStream();
        await reply.CopyToAsync(content, cancel);
        return content.ToArray();
    }

    private static async Task WriteWhole(string path, byte[] content, CancellationToken cancel)
    {
        await File.WriteAllBytesAsync(path + ".part", content, cancel);
        File.Move(path + ".part", path, overwrite: true);
    }
}
