using System.Globalization;
using Nights.Domain.Snapshots;

namespace Nights.Datasets.Rows;

/// <summary>Where the columns of one data.csv stand, and how each field is read.</summary>
internal sealed class NightsColumns
{
    private static readonly string[] Required = ["id", "left_vote", "right_vote", "votes", "ref_path", "left_path", "right_path", "split"];
    private readonly string file;
    private readonly int width;
    private readonly Dictionary<string, int> places = new(StringComparer.Ordinal);

    public NightsColumns(string file, IReadOnlyList<string> header)
    {
        (this.file, width) = (file, header.Count);
        for (var place = 0; place < header.Count; place++)
        {
            if (!places.TryAdd(header[place].Trim(), place)) throw DatasetFormatException.At(file, 1, $"the column '{header[place]}' is there twice.");
        }

        var missing = Required.Where(column => !places.ContainsKey(column)).ToList();
        if (missing.Count > 0) throw DatasetFormatException.At(file, 1, $"the header has no {string.Join(", ", missing)}; it has {string.Join(", ", header)}.");
    }

    public NightsRow Row(int line, IReadOnlyList<string> fields)
    {
        if (fields.Count != width) throw DatasetFormatException.At(file, line, $"{fields.Count} fields where the header has {width}.");
        var id = Whole(line, fields, "id");
        var row = new NightsRow
        {
            Id = id,
            LeftVote = Share(line, fields, "left_vote"),
            RightVote = Share(line, fields, "right_vote"),
            Votes = Whole(line, fields, "votes"),
            RefPath = Picture(line, fields, "ref_path"),
            LeftPath = Picture(line, fields, "left_path"),
            RightPath = Picture(line, fields, "right_path"),
            Split = Side(line, fields),
            IsImageNet = places.ContainsKey("is_imagenet") && Flag(line, fields, "is_imagenet"),
            Prompt = places.TryGetValue("prompt", out var prompt) ? fields[prompt] : "",
            Group = places.ContainsKey("group") ? Whole(line, fields, "group") : id,
            Round = places.ContainsKey("round") ? Whole(line, fields, "round") : 0,
            Left = Variation(fields, "left"),
            Right = Variation(fields, "right"),
        };
        return Math.Abs(row.LeftVote + row.RightVote - 1) < 1e-3
            ? row
            : throw Wrong(line, "right_vote", FormattableString.Invariant($"left_vote {row.LeftVote} and right_vote {row.RightVote} do not add up to 1."));
    }

    private RowVariation? Variation(IReadOnlyList<string> fields, string side)
    {
        return Optional("dimension") is { Length: > 0 } dimension ? new RowVariation(dimension, Optional("operator"), Optional("level")) : null;

        string Optional(string what) => places.ContainsKey($"{side}_{what}") ? Field(fields, $"{side}_{what}") : "";
    }

    private string Field(IReadOnlyList<string> fields, string column) => fields[places[column]].Trim();

    private int Whole(int line, IReadOnlyList<string> fields, string column)
    {
        var text = Field(fields, column);
        return int.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw Wrong(line, column, $"'{text}' is not a whole number from 0 to {int.MaxValue}.");
    }

    private double Share(int line, IReadOnlyList<string> fields, string column)
    {
        var text = Field(fields, column);
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value is >= 0 and <= 1
            ? value
            : throw Wrong(line, column, $"'{text}' is not a share from 0 to 1.");
    }

    private string Picture(int line, IReadOnlyList<string> fields, string column)
    {
        var path = Field(fields, column);
        return DatasetPaths.IsInside(path) ? path : throw Wrong(line, column, $"'{path}' is not a path inside the dataset.");
    }

    private Split Side(int line, IReadOnlyList<string> fields) => Field(fields, "split") switch
    {
        "train" => Split.Train,
        "val" => Split.Val,
        "test" => Split.Test,
        var other => throw Wrong(line, "split", $"'{other}' is not train, val or test."),
    };

    private bool Flag(int line, IReadOnlyList<string> fields, string column) => Field(fields, column).ToUpperInvariant() switch
    {
        "TRUE" or "1" => true,
        "FALSE" or "0" => false,
        _ => throw Wrong(line, column, $"'{Field(fields, column)}' is not True or False."),
    };

    private DatasetFormatException Wrong(int line, string column, string problem) => DatasetFormatException.At(file, line, column, problem);
}
