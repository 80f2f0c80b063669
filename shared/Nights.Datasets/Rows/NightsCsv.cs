using System.Globalization;
using System.Text;
using Nights.Domain.Snapshots;

namespace Nights.Datasets.Rows;

/// <summary>
/// data.csv of a NIGHTS-compatible dataset. The order of the first nine columns is part of the format: the published DreamSim loader reads
/// columns 0, 2, 4, 5 and 6 by position and votes, split and is_imagenet by name. We read by name.
/// </summary>
public static class NightsCsv
{
    public const string FileName = "data.csv";
    public const string Header = "id,left_vote,right_vote,votes,ref_path,left_path,right_path,split,is_imagenet,prompt,group,round";

    /// <summary>Further columns of a dataset with controlled variations; NIGHTS has none of them.</summary>
    public const string VariationHeader = "left_dimension,left_operator,left_level,right_dimension,right_operator,right_level";

    /// <summary>
    /// The bytes of data.csv: UTF-8 without a mark, LF, rows by ascending id, invariant numbers. Same rows, same bytes. The columns of variations are there
    /// when a row has one.
    /// </summary>
    public static byte[] Write(IEnumerable<NightsRow> rows)
    {
        var sorted = rows.OrderBy(row => row.Id).ToList();
        var varied = sorted.Exists(row => row.Left is not null || row.Right is not null);
        var text = new StringBuilder(HeaderOf(varied)).Append('\n');
        foreach (var row in sorted)
        {
            text.Append(CultureInfo.InvariantCulture, $"{row.Id},{row.LeftVote},{row.RightVote},{row.Votes},");
            CsvRecords.Write(text, row.RefPath);
            CsvRecords.Write(text.Append(','), row.LeftPath);
            CsvRecords.Write(text.Append(','), row.RightPath);
            text.Append(CultureInfo.InvariantCulture, $",{row.Split.Word()},{(row.IsImageNet ? "True" : "False")},");
            CsvRecords.Write(text, row.Prompt);
            text.Append(CultureInfo.InvariantCulture, $",{row.Group},{row.Round}");
            if (varied) text.Append(CultureInfo.InvariantCulture, $",{Fields(row.Left)},{Fields(row.Right)}");
            text.Append('\n');
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>The first line, without its end.</summary>
    public static string HeaderOf(bool varied) => varied ? $"{Header},{VariationHeader}" : Header;

    /// <summary>Reads data.csv of ours or of NIGHTS as published; is_imagenet, prompt, group, round and the variations may be missing.</summary>
    /// <param name="content">UTF-8.</param>
    /// <param name="file">Its name, for messages.</param>
    /// <exception cref="DatasetFormatException">A column is missing or a field is not what it should be.</exception>
    public static IReadOnlyList<NightsRow> Read(Stream content, string file = FileName)
    {
        using var reader = new StreamReader(content, Encoding.UTF8, detectEncodingFromByteOrderMarks: true, leaveOpen: true);
        NightsColumns? columns = null;
        var rows = new List<NightsRow>();
        var lines = new Dictionary<int, int>();
        foreach (var (line, fields) in CsvRecords.Read(reader, file))
        {
            if (columns is null)
            {
                columns = new NightsColumns(file, fields);
                continue;
            }

            var row = columns.Row(line, fields);
            if (!lines.TryAdd(row.Id, line)) throw DatasetFormatException.At(file, line, "id", $"{row.Id} is already on line {lines[row.Id]}; ids must be unlike.");
            rows.Add(row);
        }

        return columns is null ? throw DatasetFormatException.At(file, 1, $"the file is empty; the header '{Header}' is expected.") : rows;
    }

    private static string Fields(RowVariation? variation) => variation is null ? ",," : $"{variation.Dimension},{variation.Operator},{variation.Level}";
}
