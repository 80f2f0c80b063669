using Nights.DreamSim.Judgements;
using Nights.DreamSim.Judgements.Layouts;
using Nights.DreamSim.Triplets;

namespace Nights.DreamSim.Analysis;

/// <summary>The triplets of a snapshot with what its table says of them.</summary>
internal sealed class JudgedTriplets
{
    private JudgedTriplets(IReadOnlyList<TripletRow> rows, ForcedChoices choices, IReadOnlyList<(string Property, IReadOnlyList<JudgedPart> Parts)> properties) =>
        (Rows, Choices, Properties) = (rows, choices, properties);

    public IReadOnlyList<TripletRow> Rows { get; }

    /// <summary>Their first part is all of them; those of the properties follow, in order.</summary>
    public ForcedChoices Choices { get; }

    public IReadOnlyList<(string Property, IReadOnlyList<JudgedPart> Parts)> Properties { get; }

    /// <exception cref="InvalidDataException">The table cannot be read, a split has no triplets, or a picture is missing.</exception>
    public static JudgedTriplets Read(string folder, IReadOnlyList<string> splits, int minVotes, CancellationToken cancel)
    {
        var read = NightsLayout.Read(folder, splits, minVotes, cancel);      // refuses what cannot be analysed
        var rows = TripletFolder.Open(folder).Rows.Where(row => row.Votes >= minVotes && splits.Any(row.IsOf)).ToList();
        var properties = new (string Property, IReadOnlyList<JudgedPart> Parts)[]
        {
            ("dimension", Parts([.. rows.Select(row => row.Dimension)])),
            ("level", Parts([.. rows.Select(row => row.Level)])),
            ("category", Parts([.. rows.Select(row => row.Category)])),
            ("round", Parts([.. rows.Select(row => row.Round)])),
        }.Where(property => property.Parts.Count > 0).ToList();
        var all = new JudgedPart(JudgedPart.All, [.. Enumerable.Range(0, rows.Count)]);
        return new JudgedTriplets(rows, new ForcedChoices(read.Pictures, read.Choices, read.Groups, [all, .. properties.SelectMany(property => property.Parts)]), properties);
    }

    /// <summary>One part for each value that the table says, numbers by size and words by letters; triplets without a value are in none.</summary>
    internal static IReadOnlyList<JudgedPart> Parts(IReadOnlyList<string> values) =>
    [
        .. values.Select((value, item) => (value, item)).Where(pair => pair.value.Length > 0).GroupBy(pair => pair.value, pair => pair.item, StringComparer.Ordinal)
            .OrderBy(group => int.TryParse(group.Key, out var number) ? number : int.MaxValue).ThenBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => new JudgedPart(group.Key, [.. group])),
    ];
}
