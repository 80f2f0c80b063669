using System.Collections.Concurrent;
using System.Security.Cryptography;
using Nights.Datasets.Rows;
using Nights.Domain.Snapshots;

namespace Nights.Datasets.Reading;

/// <summary>One comparison of a folder with its manifest.</summary>
internal sealed class SnapshotVerification(string root, IProgress<long>? hashed)
{
    private readonly ConcurrentBag<SnapshotProblem> problems = [];
    private long bytes;

    public async Task<IReadOnlyList<SnapshotProblem>> Run(CancellationToken cancel)
    {
        if (Manifest() is { } manifest)
        {
            var listed = manifest.Files.Select(file => file.Path).ToHashSet(StringComparer.Ordinal);
            if (listed.Count < manifest.Files.Count) Add(SnapshotManifest.FileName, SnapshotDamage.Unreadable, "lists a path twice.");
            FindExtras(listed);
            var limits = new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancel };
            await Parallel.ForEachAsync(manifest.Files, limits, async (file, stop) => await Compare(file, stop));
            CompareRows(manifest, listed);
        }

        return [.. problems.OrderBy(problem => problem.Path, StringComparer.Ordinal).ThenBy(problem => problem.Message, StringComparer.Ordinal)];
    }

    private SnapshotManifest? Manifest()
    {
        try
        {
            var manifest = SnapshotFolder.ReadManifest(root);
            if (manifest is null) Add(SnapshotManifest.FileName, SnapshotDamage.Missing, "is missing; a snapshot without one was never finished.");
            return manifest;
        }
        catch (DatasetFormatException wrong)
        {
            Add(SnapshotManifest.FileName, SnapshotDamage.Unreadable, wrong.Message);
            return null;
        }
    }

    private void FindExtras(HashSet<string> listed)
    {
        foreach (var file in Directory.EnumerateFiles(root, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 }))
        {
            var path = Path.GetRelativePath(root, file).Replace(Path.DirectorySeparatorChar, '/');
            if (path != SnapshotManifest.FileName && !listed.Contains(path)) Add(path, SnapshotDamage.Extra, "is not in the manifest.");
        }
    }

    private async Task Compare(SnapshotFile expected, CancellationToken cancel)
    {
        var file = new FileInfo(Path.Combine(root, expected.Path));
        if (!file.Exists)
        {
            Add(expected.Path, SnapshotDamage.Missing, "is missing.");
            return;
        }

        if (file.Length != expected.Bytes)
        {
            Add(expected.Path, SnapshotDamage.WrongSize, $"has {file.Length} bytes; the manifest says {expected.Bytes}.");
            return;
        }

        string hash;
        await using (var content = file.OpenRead()) hash = Convert.ToHexStringLower(await SHA256.HashDataAsync(content, cancel));
        if (hash != expected.Sha256) Add(expected.Path, SnapshotDamage.WrongHash, $"has the SHA-256 {hash}; the manifest says {expected.Sha256}.");
        hashed?.Report(Interlocked.Add(ref bytes, expected.Bytes));
    }

    private void CompareRows(SnapshotManifest manifest, HashSet<string> listed)
    {
        var csv = Path.Combine(root, NightsCsv.FileName);
        if (!listed.Contains(NightsCsv.FileName)) Add(NightsCsv.FileName, SnapshotDamage.Missing, "is not in the manifest.");
        if (!File.Exists(csv)) return;
        try
        {
            using var content = File.OpenRead(csv);
            var rows = NightsCsv.Read(content);
            foreach (var row in rows)
            {
                foreach (var path in new[] { row.RefPath, row.LeftPath, row.RightPath })
                {
                    if (!listed.Contains(path)) Add(NightsCsv.FileName, SnapshotDamage.RowWithoutPicture, $"row {row.Id} names {path}, which the manifest does not list.");
                }
            }

            if (rows.Count != manifest.Counts.Triplets)
            {
                Add(NightsCsv.FileName, SnapshotDamage.Unreadable, $"has {rows.Count} rows; the manifest counts {manifest.Counts.Triplets} triplets.");
            }
        }
        catch (DatasetFormatException wrong)
        {
            Add(NightsCsv.FileName, SnapshotDamage.Unreadable, wrong.Message);
        }
    }

    private void Add(string path, SnapshotDamage kind, string message) => problems.Add(new SnapshotProblem(path, kind, message));
}
