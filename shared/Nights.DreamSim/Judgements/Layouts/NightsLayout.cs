using Nights.DreamSim.Triplets;

namespace Nights.DreamSim.Judgements.Layouts;

/// <summary>NIGHTS and our snapshots: <c>data.csv</c> beside the pictures it names. Columns are found by name.</summary>
/// <remarks>Source: the dataset of Fu et al. 2023 as ssundaram21/dreamsim reads it: triplets of at least 6 votes, in the table's order.</remarks>
public static class NightsLayout
{
    /// <summary>What the reference evaluates on.</summary>
    public static readonly IReadOnlyList<string> ReferenceSplits = ["val", "test", "test_imagenet", "test_no_imagenet"];

    public const int ReferenceVotes = 6;

    /// <param name="folder">With <c>data.csv</c>.</param>
    /// <param name="splits">Each becomes a part; null for those of <see cref="ReferenceSplits"/> that the table has.</param>
    /// <param name="minVotes">Triplets with fewer votes are left out.</param>
    /// <param name="cancel">Stops reading.</param>
    /// <exception cref="InvalidDataException">The table cannot be read, a split has no triplets, or a picture is missing.</exception>
    public static ForcedChoices Read(string folder, IReadOnlyList<string>? splits, int minVotes, CancellationToken cancel)
    {
        var data = TripletFolder.Open(folder);
        var voted = data.Rows.Where(row => row.Votes >= minVotes).ToList();
        var wanted = splits ?? [.. ReferenceSplits.Where(split => voted.Any(row => row.IsOf(split)))];
        if (wanted.Count == 0 || wanted.FirstOrDefault(split => !voted.Any(row => row.IsOf(split))) is not null)
        {
            var missing = wanted.FirstOrDefault(split => !voted.Any(row => row.IsOf(split))) ?? string.Join(" or ", ReferenceSplits);
            var there = string.Join(", ", data.Rows.GroupBy(row => row.Split).Select(group => $"{group.Key} ({group.Count()})"));
            throw new InvalidDataException($"The data set {folder} has no triplets of split '{missing}' with at least {minVotes} votes; it has {there}.");
        }

        var rows = voted.Where(row => wanted.Any(row.IsOf)).ToList();
        var pictures = new PictureIndex(folder, TripletFolder.Table);
        var choices = new List<ForcedChoice>(rows.Count);
        foreach (var row in rows)
        {
            cancel.ThrowIfCancellationRequested();
            choices.Add(new ForcedChoice(pictures.Of(row.Reference), pictures.Of(row.Left), pictures.Of(row.Right), row.RightShare));
        }

        var items = Enumerable.Range(0, rows.Count).ToList();
        return new ForcedChoices(
            pictures.Pictures, choices, [.. rows.Select(row => row.Group)],
            [.. wanted.Select(split => new JudgedPart(split, [.. items.Where(item => rows[item].IsOf(split))]))]);
    }
}
