using System.Globalization;

namespace Nights.DreamSim.Triplets;

/// <summary>A row of <c>data.csv</c> in the NIGHTS layout, read by column name.</summary>
/// <param name="Id">Of the triplet.</param>
/// <param name="Group">Triplets of one group share pictures.</param>
/// <param name="Split">train, val or test.</param>
/// <param name="IsImageNet">Whether the category is one of ImageNet's; null where the table does not say.</param>
/// <param name="Reference">Path from the table's folder.</param>
/// <param name="Left">Path from the table's folder.</param>
/// <param name="Right">Path from the table's folder.</param>
/// <param name="RightShare">Share of votes for the right one, in [0, 1].</param>
/// <param name="Votes">Their number.</param>
internal sealed record TripletRow(
    string Id, string Group, string Split, bool? IsImageNet, string Reference, string Left, string Right, float RightShare, int Votes)
{
    /// <summary>What the pictures show: the prompt, without NIGHTS's "An image of a" where it begins so, as our campaigns' do by default; empty where the table does not say.</summary>
    public string Category { get; init; } = "";

    /// <summary>The round of judging after which the triplet was kept; empty where the table does not say.</summary>
    public string Round { get; init; } = "";

    /// <summary>What was varied: one dimension, or two with " / " between them where the candidates differ in it; empty where the table does not say.</summary>
    public string Dimension { get; init; } = "";

    /// <summary>The same with how far, as in <c>layout 0.25</c>.</summary>
    public string Level { get; init; } = "";

    private static readonly string[] Openings = ["An image of a ", "An image of an "];
    private static readonly string[] Required = ["id", "right_vote", "votes", "ref_path", "left_path", "right_path", "split"];

    /// <summary>Reads the table; without a <c>group</c> column every triplet is its own group.</summary>
    /// <exception cref="InvalidDataException">A column is missing, or a value is not what its column holds.</exception>
    public static List<TripletRow> ReadAll(string path)
    {
        if (!File.Exists(path)) throw new InvalidDataException($"The snapshot has no table {path}.");
        return [.. CsvTable.Read(path, Required).Rows.Select(Read)];
    }

    /// <summary>Whether the row is of a split: one of the table's, or its part by category, as in <c>test_imagenet</c> and <c>test_no_imagenet</c>.</summary>
    public bool IsOf(string split) =>
        Split == split || (IsImageNet is { } imagenet && split == $"{Split}{(imagenet ? "_imagenet" : "_no_imagenet")}");

    private static TripletRow Read(CsvTable.Row row)
    {
        if (!int.TryParse(row["votes"], NumberStyles.Integer, CultureInfo.InvariantCulture, out var votes))
            throw new InvalidDataException($"{row.Where}: votes is '{row["votes"]}'; it must be a whole number.");
        var group = row.Table.Has("group") && row["group"].Length > 0 ? row["group"] : row["id"];
        return new TripletRow(
            row["id"], group, row["split"], ImageNet(row), row["ref_path"], row["left_path"], row["right_path"], (float)row.Number64("right_vote", 0, 1), votes)
        {
            Category = Shown(Optional(row, "prompt")),
            Round = Optional(row, "round"),
            Dimension = Both(Optional(row, "left_dimension"), Optional(row, "right_dimension")),
            Level = Both(Leveled(row, "left"), Leveled(row, "right")),
        };
    }

    // Other templates stay: a table of "sea lion" and "sea otter" cannot be told from one of a template "sea {category}".
    private static string Shown(string prompt) =>
        Openings.FirstOrDefault(opening => prompt.Length > opening.Length && prompt.StartsWith(opening, StringComparison.Ordinal)) is { } found ? prompt[found.Length..].Trim() : prompt;

    private static string Optional(CsvTable.Row row, string column) => row.Table.Has(column) ? row[column].Trim() : "";

    private static string Leveled(CsvTable.Row row, string side) =>
        Optional(row, $"{side}_level") is { Length: > 0 } level ? $"{Optional(row, $"{side}_dimension")} {level}".TrimStart() : "";

    private static string Both(string left, string right) =>
        string.Join(" / ", new[] { left, right }.Where(text => text.Length > 0).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));

    private static bool? ImageNet(CsvTable.Row row) => !row.Table.Has("is_imagenet") ? null : row["is_imagenet"].ToUpperInvariant() switch
    {
        "TRUE" or "1" => true,
        "FALSE" or "0" => false,
        "" => null,
        _ => throw new InvalidDataException($"{row.Where}: is_imagenet is '{row["is_imagenet"]}'; it must be True or False."),
    };
}
