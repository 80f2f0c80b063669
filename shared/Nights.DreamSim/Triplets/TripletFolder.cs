namespace Nights.DreamSim.Triplets;

/// <summary>A snapshot on disk in the NIGHTS layout: <c>data.csv</c> beside the pictures it names.</summary>
public sealed class TripletFolder
{
    public const string Table = "data.csv";
    private readonly List<TripletRow> rows;

    private TripletFolder(string folder, List<TripletRow> rows) => (Folder, this.rows) = (folder, rows);

    public string Folder { get; }

    /// <summary>Where training keeps decoded pictures; null is memory.</summary>
    public string? Cache { get; private init; }

    /// <summary>Number of triplets, all splits.</summary>
    public int Count => rows.Count;

    /// <param name="folder">The snapshot.</param>
    /// <param name="cache">Where training keeps decoded pictures, for itself and later runs; null is memory.</param>
    /// <exception cref="InvalidDataException">No such folder, or a table that cannot be read.</exception>
    public static TripletFolder Open(string folder, string? cache = null) =>
        Directory.Exists(folder)
            ? new TripletFolder(folder, TripletRow.ReadAll(Path.Combine(folder, Table))) { Cache = cache }
            : throw new InvalidDataException($"There is no snapshot folder {folder}.");

    /// <summary>Whether a split has triplets with so many votes.</summary>
    public bool Has(string split, int minVotes) => rows.Any(row => row.IsOf(split) && row.Votes >= minVotes);

    /// <summary>The triplets of one split, in the table's order, with their distinct pictures. Equal pictures count once.</summary>
    /// <param name="split">As in the table: train, val, test; or its part by category: test_imagenet, test_no_imagenet.</param>
    /// <param name="minVotes">Triplets with fewer votes are left out.</param>
    /// <param name="cancel">Stops reading.</param>
    /// <exception cref="InvalidDataException">The split has no triplets, or a picture is missing or outside of the folder.</exception>
    public TripletSet Read(string split, int minVotes, CancellationToken cancel)
    {
        var wanted = rows.Where(row => row.IsOf(split) && row.Votes >= minVotes).ToList();
        if (wanted.Count == 0)
        {
            var splits = string.Join(", ", rows.GroupBy(row => row.Split).Select(group => $"{group.Key} ({group.Count()})"));
            throw new InvalidDataException($"The snapshot {Folder} has no triplets of split '{split}' with at least {minVotes} votes; it has {splits}.");
        }

        var pictures = new PictureIndex(Folder, Table);
        var triplets = new List<Triplet>(wanted.Count);
        foreach (var row in wanted)
        {
            cancel.ThrowIfCancellationRequested();
            triplets.Add(new Triplet(row.Id, row.Group, pictures.Of(row.Reference), pictures.Of(row.Left), pictures.Of(row.Right), row.RightShare));
        }

        return new TripletSet(split, pictures.Pictures, triplets);
    }

    /// <summary>The rows of the table, for those who need more of them than triplets.</summary>
    internal IReadOnlyList<TripletRow> Rows => rows;
}
