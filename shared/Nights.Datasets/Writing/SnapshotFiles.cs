using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Nights.Datasets.Rows;
using Nights.Domain.Campaigns;
using Nights.Domain.Snapshots;
using Nights.Domain.Voting;

namespace Nights.Datasets.Writing;

/// <summary>
/// Writes a snapshot in the NIGHTS layout: pictures, data.csv, README.md, LICENSE, SHA256SUMS, and manifest.json last. The same content gives
/// the same bytes, whatever the order of its triplets and however often it is repeated.
/// </summary>
public static class SnapshotFiles
{
    public const string Sums = "SHA256SUMS";
    private const int PicturesAtOnce = 8;

    /// <summary>Writes everything.</summary>
    /// <param name="content">What goes in.</param>
    /// <param name="pictures">Gives the PNG file of a SHA-256; called from several threads, once per picture.</param>
    /// <param name="sink">Where it goes.</param>
    /// <param name="written">Told the number of picture files written so far, or null.</param>
    /// <param name="cancel">Stops between files; without a manifest nothing of it counts.</param>
    /// <exception cref="InvalidDataException">Two triplets have one number, a tally is impossible, or a picture is not what its hash says.</exception>
    public static async Task<WrittenSnapshot> Write(
        SnapshotContent content,
        Func<string, CancellationToken, Task<ReadOnlyMemory<byte>>> pictures,
        ISnapshotSink sink,
        IProgress<int>? written,
        CancellationToken cancel)
    {
        var triplets = content.Triplets.OrderBy(triplet => triplet.Number).ToList();
        // Who flashes pairs asks for no choice between A and B: data.csv has its header alone, and jnd.csv the judgements.
        var chosen = content.Spec.Task is CampaignTask.TwoAfc;
        Check(triplets, chosen);
        var rows = triplets.ConvertAll(triplet => Row(content, triplet));
        var counts = Count(rows);
        var files = await WritePictures(triplets, pictures, sink, written, cancel);
        await WriteText(NightsCsv.FileName, NightsCsv.Write(chosen ? rows : []));
        if (content.Judged.Count > 0) await WriteText(JndCsv.FileName, JndCsv.Write(content.Judged, rows.ToDictionary(row => row.Id, row => row.Split)));
        await WriteText("README.md", Encoding.UTF8.GetBytes(SnapshotReadme.Of(content, counts)));
        await WriteText("LICENSE", Encoding.UTF8.GetBytes(content.License.ReplaceLineEndings("\n")));
        await WriteText(Sums, Encoding.UTF8.GetBytes(string.Concat(
            files.OrderBy(file => file.Path, StringComparer.Ordinal).Select(file => $"{file.Sha256}  {file.Path}\n"))));

        var manifest = new SnapshotManifest
        {
            Name = content.Name,
            Version = content.Version,
            Campaign = content.Campaign,
            SpecSha256 = content.SpecSha256,
            Mark = content.Mark,
            Counts = counts,
            Files = [.. files.OrderBy(file => file.Path, StringComparer.Ordinal)],
        };
        var json = manifest.ToJson();
        await sink.Put(SnapshotManifest.FileName, json, cancel);
        return new WrittenSnapshot(manifest, Hash(json));

        async Task WriteText(string path, byte[] bytes)
        {
            await sink.Put(path, bytes, cancel);
            files.Add(new SnapshotFile(path, bytes.Length, Hash(bytes)));
        }
    }

    private static async Task<ConcurrentBag<SnapshotFile>> WritePictures(
        List<AcceptedTriplet> triplets,
        Func<string, CancellationToken, Task<ReadOnlyMemory<byte>>> pictures,
        ISnapshotSink sink,
        IProgress<int>? written,
        CancellationToken cancel)
    {
        var files = new ConcurrentBag<SnapshotFile>();
        var places = triplets
            .SelectMany(Places)
            .GroupBy(place => place.Sha256, place => place.Path, StringComparer.Ordinal);
        var count = 0;
        var limits = new ParallelOptions { MaxDegreeOfParallelism = PicturesAtOnce, CancellationToken = cancel };
        await Parallel.ForEachAsync(places, limits, async (place, stop) =>
        {
            var picture = await pictures(place.Key, stop);
            var hash = Hash(picture.Span);
            if (hash != place.Key) throw new InvalidDataException($"The picture {place.Key} has the SHA-256 {hash}: it was changed where it is stored.");
            foreach (var path in place)
            {
                await sink.Put(path, picture, stop);
                files.Add(new SnapshotFile(path, picture.Length, hash));
                written?.Report(Interlocked.Increment(ref count));
            }
        });
        return files;
    }

    private static IEnumerable<(string Sha256, string Path)> Places(AcceptedTriplet triplet) =>
    [
        (triplet.ReferenceSha256, DatasetPaths.Reference(triplet.Number)),
        (triplet.ASha256, DatasetPaths.A(triplet.Number)),
        (triplet.BSha256, DatasetPaths.B(triplet.Number)),
    ];

    private static void Check(List<AcceptedTriplet> sorted, bool chosen)
    {
        for (var i = 0; i < sorted.Count; i++)
        {
            var triplet = sorted[i];
            if (i > 0 && sorted[i - 1].Number == triplet.Number) throw new InvalidDataException($"Two triplets have the number {triplet.Number}.");
            if (!chosen) continue;
            if (triplet.Votes < 1 || triplet.WinnerVotes > triplet.Votes || 2 * (long)triplet.WinnerVotes <= triplet.Votes)
            {
                throw new InvalidDataException($"Triplet {triplet.Number} has {triplet.WinnerVotes} of {triplet.Votes} votes; an accepted one has more than half of at least 1.");
            }
        }
    }

    private static NightsRow Row(SnapshotContent content, AcceptedTriplet triplet) => new()
    {
        Id = triplet.Number,
        LeftVote = triplet.Winner == Variation.A ? 1 : 0,
        RightVote = triplet.Winner == Variation.B ? 1 : 0,
        Votes = triplet.Votes,
        RefPath = DatasetPaths.Reference(triplet.Number),
        LeftPath = DatasetPaths.A(triplet.Number),
        RightPath = DatasetPaths.B(triplet.Number),
        Split = SplitRule.Of(content.Spec.Splits, triplet.Painting.ToString(CultureInfo.InvariantCulture)),
        IsImageNet = triplet.IsImageNet,
        Prompt = triplet.Prompt,
        Group = triplet.Painting,
        Round = triplet.Round,
        Left = RowVariation.Of(triplet.AChanges),
        Right = RowVariation.Of(triplet.BChanges),
    };

    private static SnapshotCounts Count(List<NightsRow> rows) => new(
        rows.Count,
        rows.Count(row => row.Split == Split.Train),
        rows.Count(row => row.Split == Split.Val),
        rows.Count(row => row.Split == Split.Test),
        rows.Select(row => row.Group).Distinct().Count(),
        rows.Sum(row => (long)row.Votes));

    private static string Hash(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
