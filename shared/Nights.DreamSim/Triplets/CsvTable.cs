using System.Globalization;
using System.Text;

namespace Nights.DreamSim.Triplets;

/// <summary>A comma-separated file with a head (RFC 4180), read by column name.</summary>
internal sealed class CsvTable
{
    private readonly Dictionary<string, int> columns;
    private readonly List<(int Number, List<string> Values)> records = [];

    private CsvTable(string path, Dictionary<string, int> columns) => (Path, this.columns) = (path, columns);

    public string Path { get; }

    public IEnumerable<Row> Rows => records.Select(record => new Row(this, record.Number, record.Values));

    public bool Has(string column) => columns.ContainsKey(column);

    /// <exception cref="InvalidDataException">No such file, an empty one, a column missing, or a record of another width than the head.</exception>
    public static CsvTable Read(string path, params string[] required)
    {
        using var lines = Records(File.ReadAllText(path)).GetEnumerator();
        if (!lines.MoveNext()) throw new InvalidDataException($"{path} is empty.");
        var columns = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (name, index) in lines.Current.Select((name, index) => (name.Trim(), index)))
            if (!columns.TryAdd(name, index)) throw new InvalidDataException($"{path} has the column '{name}' twice.");
        var missing = required.Where(name => !columns.ContainsKey(name)).ToArray();
        if (missing.Length > 0)
            throw new InvalidDataException($"{path} lacks the column {string.Join(", ", missing)}; it has {string.Join(", ", columns.Keys)}.");

        var table = new CsvTable(path, columns);
        for (var number = 2; lines.MoveNext(); number++)
        {
            if (lines.Current is [""]) continue;     // an empty line
            if (lines.Current.Count != columns.Count)
                throw new InvalidDataException($"{path}, record {number}: {lines.Current.Count} values for {columns.Count} columns.");
            table.records.Add((number, lines.Current));
        }

        return table;
    }

    /// <summary>One record.</summary>
    internal readonly record struct Row(CsvTable Table, int Number, List<string> Values)
    {
        public string Where => $"{Table.Path}, record {Number}";

        public string this[string column] => Values[Table.columns[column]];

        /// <exception cref="InvalidDataException">Not a number, or outside of the limits.</exception>
        public double Number64(string column, double least = double.MinValue, double most = double.MaxValue)
        {
            if (double.TryParse(this[column], NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most) return value;
            var limits = least == double.MinValue ? "" : string.Create(CultureInfo.InvariantCulture, $" from {least} to {most}");
            throw new InvalidDataException($"{Where}: {column} is '{this[column]}'; it must be a number{limits}.");
        }
    }

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
