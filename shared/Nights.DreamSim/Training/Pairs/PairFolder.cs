using Nights.DreamSim.Triplets;

namespace Nights.DreamSim.Training.Pairs;

/// <summary>Two pictures and the share of people who called them the same when they flashed by.</summary>
/// <param name="First">Index into the pictures.</param>
/// <param name="Second">Index into the pictures.</param>
/// <param name="Similarity">In [0, 1].</param>
public sealed record JudgedPair(int First, int Second, float Similarity);

/// <summary>The pairs of one split and the files of their distinct pictures.</summary>
public sealed record PairSet(IReadOnlyList<string> Pictures, IReadOnlyList<JudgedPair> Pairs);

/// <summary>A snapshot on disk with judgements of flashed pairs: <c>jnd.csv</c> beside the pictures it names.</summary>
public sealed class PairFolder
{
    public const string Table = "jnd.csv";
    private readonly CsvTable table;

    private PairFolder(string folder, CsvTable table) => (Folder, this.table) = (folder, table);

    public string Folder { get; }

    /// <summary>Where training keeps decoded pictures; null is memory.</summary>
    public string? Cache { get; private init; }

    /// <param name="folder">The snapshot.</param>
    /// <param name="cache">Where training keeps decoded pictures, for itself and later runs; null is memory.</param>
    /// <exception cref="InvalidDataException">No such folder or table, or a column is missing.</exception>
    public static PairFolder Open(string folder, string? cache = null)
    {
        if (!Directory.Exists(folder)) throw new InvalidDataException($"There is no snapshot folder {folder}.");
        var file = Path.Combine(folder, Table);
        return File.Exists(file)
            ? new PairFolder(folder, CsvTable.Read(file, "ref_path", "candidate_path", "similarity", "split")) { Cache = cache }
            : throw new InvalidDataException($"The snapshot {folder} has no {Table}: a recipe of pairs learns from judgements of flashed pairs.");
    }

    /// <summary>Whether a split has pairs.</summary>
    public bool Has(string split) => table.Rows.Any(row => row["split"] == split);

    /// <summary>The pairs of one split, in the table's order.</summary>
    /// <exception cref="InvalidDataException">The split has no pairs, a similarity is none, or a picture is missing or outside of the folder.</exception>
    public PairSet Read(string split, CancellationToken cancel)
    {
        var pictures = new PictureIndex(Folder, Table);
        var pairs = new List<JudgedPair>();
        foreach (var row in table.Rows.Where(row => row["split"] == split))
        {
            cancel.ThrowIfCancellationRequested();
            pairs.Add(new JudgedPair(pictures.Of(row["ref_path"]), pictures.Of(row["candidate_path"]), (float)row.Number64("similarity", 0, 1)));
        }

        if (pairs.Count > 0) return new PairSet(pictures.Pictures, pairs);
        var splits = string.Join(", ", table.Rows.GroupBy(row => row["split"]).Select(group => $"{group.Key} ({group.Count()})"));
        throw new InvalidDataException($"{Table} of {Folder} has no pairs of split '{split}'; it has {splits}.");
    }
}
