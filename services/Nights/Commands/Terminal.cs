using System.Text.Json;
using System.Text.Json.Serialization;
using Spectre.Console;

namespace Nights.Local.Commands;

/// <summary>
/// Where commands write. Results go to standard output, errors to standard error; without a terminal there are plain, unwrapped lines
/// and no colours, so that a script reads what a person reads.
/// </summary>
internal static class Terminal
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Standard output.</summary>
    public static IAnsiConsole Out { get; } = AnsiConsole.Console;

    private static IAnsiConsole Error { get; } = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(StandardError()) });

    /// <summary>Whether a person watches: progress may move.</summary>
    public static bool IsInteractive => Out.Profile.Out.IsTerminal && Out.Profile.Capabilities.Interactive;

    /// <summary>One line, as it is.</summary>
    public static void Line(string text = "")
    {
        var writer = Out.Profile.Out.Writer;
        writer.WriteLine(text);
        writer.Flush();
    }

    /// <summary>A result as JSON, camelCase.</summary>
    public static void Write<T>(T result) => Line(JsonSerializer.Serialize(result, Json));

    /// <summary>Rows below a head: a drawn table on a terminal, else columns parted by tabs.</summary>
    public static void Table(IReadOnlyList<string> head, IEnumerable<IReadOnlyList<string>> rows)
    {
        if (!Out.Profile.Out.IsTerminal)
        {
            if (head.Any(title => title.Length > 0)) Line(string.Join('\t', head));
            foreach (var row in rows) Line(string.Join('\t', row));
            return;
        }

        var table = new Table().Border(TableBorder.Simple);
        table.ShowHeaders = head.Any(title => title.Length > 0);
        foreach (var title in head) table.AddColumn(new TableColumn(new Text(title)));
        foreach (var row in rows) table.AddRow(row.Select(cell => new Text(cell)));
        Out.Write(table);
    }

    /// <summary>What went wrong, on standard error.</summary>
    public static void Fault(string message)
    {
        var writer = Error.Profile.Out.Writer;
        if (Error.Profile.Out.IsTerminal) Error.Markup("[red]nights:[/] ");
        else writer.Write("nights: ");
        writer.WriteLine(message);
        writer.Flush();
    }

#pragma warning disable RS0030 // Spectre.Console has a console for standard output only
    private static TextWriter StandardError() => Console.Error;
#pragma warning restore RS0030
}
