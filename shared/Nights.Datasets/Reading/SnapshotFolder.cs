using System.Text.Json;
using Nights.Datasets.Rows;
using Nights.Domain.Snapshots;

namespace Nights.Datasets.Reading;

/// <summary>A dataset in a folder: a snapshot of ours, or NIGHTS as published (which has no manifest).</summary>
public sealed class SnapshotFolder
{
    private SnapshotFolder(string root, SnapshotManifest? manifest, IReadOnlyList<NightsRow> rows) => (Root, Manifest, Rows) = (root, manifest, rows);

    /// <summary>Absolute path.</summary>
    public string Root { get; }

    /// <summary>Null for a dataset that is not ours.</summary>
    public SnapshotManifest? Manifest { get; }

    /// <summary>In the order of data.csv.</summary>
    public IReadOnlyList<NightsRow> Rows { get; }

    /// <summary>Reads data.csv and, where there is one, the manifest. Pictures are not looked at: <see cref="Verify"/> does that.</summary>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="DatasetFormatException">data.csv is missing, or it or the manifest cannot be read.</exception>
    public static SnapshotFolder Open(string path)
    {
        var root = Existing(path);
        var csv = Path.Combine(root, NightsCsv.FileName);
        if (!File.Exists(csv)) throw new DatasetFormatException($"{root} holds no {NightsCsv.FileName}; give the folder of a snapshot.");
        using var content = File.OpenRead(csv);
        return new SnapshotFolder(root, ReadManifest(root), NightsCsv.Read(content, csv));
    }

    /// <summary>The file of a picture that a row names.</summary>
    public string Picture(string path) => Path.Combine(Root, path);

    /// <summary>Compares every file with the manifest by size and SHA-256, and every row with the files.</summary>
    /// <param name="path">The snapshot's folder.</param>
    /// <param name="hashed">Told the bytes hashed so far, or null.</param>
    /// <param name="cancel">Stops between files.</param>
    /// <returns>What is wrong, by path; empty when the snapshot is whole.</returns>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    public static Task<IReadOnlyList<SnapshotProblem>> Verify(string path, IProgress<long>? hashed, CancellationToken cancel) =>
        new SnapshotVerification(Existing(path), hashed).Run(cancel);

    /// <summary>The manifest of a folder, or null where there is none.</summary>
    /// <exception cref="DatasetFormatException">It cannot be read.</exception>
    internal static SnapshotManifest? ReadManifest(string root)
    {
        var file = Path.Combine(root, SnapshotManifest.FileName);
        if (!File.Exists(file)) return null;
        try
        {
            var manifest = SnapshotManifest.Parse(File.ReadAllBytes(file));
            var outside = manifest.Files.FirstOrDefault(entry => !DatasetPaths.IsInside(entry.Path));
            return outside is null ? manifest : throw new DatasetFormatException($"{file} lists '{outside.Path}', which is not a path inside the snapshot.");
        }
        catch (JsonException wrong)
        {
            throw new DatasetFormatException($"{file} is not a manifest: {wrong.Message}", wrong);
        }
    }

    private static string Existing(string path) => Directory.Exists(path)
        ? Path.GetFullPath(path)
        : throw new DirectoryNotFoundException($"There is no folder {Path.GetFullPath(path)}; give the folder of a snapshot.");
}
