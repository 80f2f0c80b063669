using System.Text;

namespace Nights.Datasets.Rows;

/// <summary>
/// Reads comma-separated records (RFC 4180): quoted fields may hold commas, doubled quotes and line breaks; lines end in LF or CRLF;
/// a byte-order mark and blank lines are passed over.
/// </summary>
internal static class CsvRecords
{
    /// <summary>The records with the line each starts on, from 1.</summary>
    /// <exception cref="DatasetFormatException">A quote is not closed, or text follows a closing quote.</exception>
    public static IEnumerable<(int Line, IReadOnlyList<string> Fields)> Read(TextReader reader, string file)
    {
        var (line, next) = (0, 0);
        while (reader.ReadLine() is { } text)
        {
            line = ++next;
            if (text.Length == 0) continue;
            var fields = new List<string>();
            for (var at = 0; at <= text.Length;)
            {
                if (at < text.Length && text[at] == '"') (text, at) = Quoted(text, at + 1, fields);
                else at = Plain(text, at, fields);
            }

            yield return (line, fields);
        }

        (string Text, int At) Quoted(string text, int at, List<string> fields)
        {
            var field = new StringBuilder();
            while (true)
            {
                var quote = text.IndexOf('"', at);
                if (quote < 0)
                {
                    field.Append(text, at, text.Length - at).Append('\n');
                    text = reader.ReadLine() ?? throw DatasetFormatException.At(file, line, "a quoted field is not closed before the end of the file.");
                    (next, at) = (next + 1, 0);
                    continue;
                }

                field.Append(text, at, quote - at);
                at = quote + 1;
                if (at < text.Length && text[at] == '"')
                {
                    field.Append('"');
                    at++;
                    continue;
                }

                if (at < text.Length && text[at] != ',') throw DatasetFormatException.At(file, line, "a comma or the end of the line must follow a closing quote.");
                fields.Add(field.ToString());
                return (text, at + 1);
            }
        }
    }

    /// <summary>Writes a field, quoted only where it must be.</summary>
    public static void Write(StringBuilder line, string field)
    {
        if (field.AsSpan().IndexOfAny("\",\r\n") < 0) line.Append(field);
        else line.Append('"').Append(field.Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"');
    }

    private static int Plain(string text, int at, List<string> fields)
    {
        var comma = text.IndexOf(',', at);
        var end = comma < 0 ? text.Length : comma;
        fields.Add(text[at..end]);
        return end + 1;
    }
}
