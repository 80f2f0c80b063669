using System.Globalization;
using System.Text;

namespace Nights.DreamSim.Triplets;

/// <summary>A row of <c>data.csv</c> in the NIGHTS layout, read by column name.</summary>
internal sealed record TripletRow(string Id, string Group, string Split, string Reference, string Left, string Right, float RightShare, int Votes)
{
    private static readonly string[] Required = ["id", "right_vote", "votes", "ref_path", "left_path", "right_path", "split"];

    /// <summary>Reads the table; without a <c>group</c> column every triplet is its own group.</summary>
    /// <exception cref="InvalidDataException">A column is missing, or a value is not what its column holds.</exception>
    public static List<TripletRow> ReadAll(string path)
    {
        if (!File.Exists(path)) throw new InvalidDataException($"The snapshot has no table {path}.");

        using var lines = Records(File.ReadAllText(path)).GetEnumerator();
        if (!lines.MoveNext()) throw new InvalidDataException($"{path} is empty.");
        var columns = lines.Current.Select((name, index) => (name: name.Trim(), index)).ToDictionary(c => c.name, c => c.index, StringComparer.Ordinal);
        var missing = Required.Where(name => !columns.ContainsKey(name)).ToArray();
        if (missing.Length > 0)
            throw new InvalidDataException($"{path} lacks the column {string.Join(", ", missing)}; it has {string.Join(", ", columns.Keys)}.");

        var rows = new List<TripletRow>();
        for (var number = 2; lines.MoveNext(); number++)
        {
            var values = lines.Current;
            if (values.Count != columns.Count)
                throw new InvalidDataException($"{path}, record {number}: {values.Count} values for {columns.Count} columns.");
            rows.Add(Read(values, columns, $"{path}, record {number}"));
        }

        return rows;
    }

    private static TripletRow Read(List<string> values, Dictionary<string, int> columns, string where)
    {
        var id = Value("id");
        if (!float.TryParse(Value("right_vote"), NumberStyles.Float, CultureInfo.InvariantCulture, out var share) || share is not (>= 0 and <= 1))
            throw new InvalidDataException($"{where}: right_vote is '{Value("right_vote")}'; it must be a number from 0 to 1.");
        if (!int.TryParse(Value("votes"), NumberStyles.Integer, CultureInfo.InvariantCulture, out var votes))
            throw new InvalidDataException($"{where}: votes is '{Value("votes")}'; it must be a whole number.");
        var group = columns.ContainsKey("group") && Value("group").Length > 0 ? Value("group") : id;
        return new TripletRow(id, group, Value("split"), Value("ref_path"), Value("left_path"), Value("right_path"), share, votes);

        string Value(string column) => values[columns[column]];
    }

    /// <summary>Records of a comma-separated file with quoted fields (RFC 4180).</summary>
    private static IEnumerable<List<string>> Records(string text)
    {
        var record = new List<string>();
        var field = new StringBuilder();
        var quoted = false;
        for (var i = text.StartsWith('\uFEFF') ? 1 : 0; i < text.Length; i++)
        {
            var letter = text[i];
            if (quoted)
            {
                if (letter != '"') field.Append(letter);
                else if (i + 1 < text.Length && text[i + 1] == '"') { field.Append('"'); i++; }
                else quoted = false;
            }
            else if (letter == '"') quoted = true;
            else if (letter == ',') Next();
            else if (letter == '\n')
            {
                Next();
                yield return record;
                record = [];
            }
            else if (letter != '\r') field.Append(letter);
        }

        if (field.Length > 0 || record.Count > 0)
        {
            Next();
            yield return record;
        }

        void Next()
        {
            record.Add(field.ToString());
            field.Clear();
        }
    }
}
