using System.Globalization;
using System.Net;
using Nights.DreamSim.Evaluation;

namespace Nights.DreamSim.Analysis.Report;

/// <summary>Text and numbers as HTML. Whatever comes from a table or a folder goes through <see cref="Text"/>.</summary>
internal static class Markup
{
    /// <summary>Safe between tags and within quoted attributes.</summary>
    public static string Text(string text) => WebUtility.HtmlEncode(text);

    /// <summary>Three decimals; a dash where there is no number.</summary>
    public static string Number(double? value) => value is { } number ? number.ToString("0.000", CultureInfo.InvariantCulture) : "–";

    /// <summary>With a sign.</summary>
    public static string Difference(double? value) => value is { } number ? number.ToString("+0.000;−0.000;0.000", CultureInfo.InvariantCulture) : "–";

    public static string Percent(double? value) => value is { } share ? (100 * share).ToString("0.0", CultureInfo.InvariantCulture) + " %" : "–";

    public static string Interval(IReadOnlyList<double>? ends, bool signed = false) =>
        ends is [var low, var high] ? signed ? $"[{Difference(low)}, {Difference(high)}]" : $"[{Number(low)}, {Number(high)}]" : "";

    /// <summary>A length in a drawing.</summary>
    public static string Place(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    /// <summary>A table; numbers are given as safe HTML already and stand at the right, the first column at the left.</summary>
    public static string Table(IReadOnlyList<string> head, IEnumerable<IReadOnlyList<string>> rows) =>
        $"<table><thead><tr>{string.Concat(head.Select(title => $"<th scope=\"col\">{Text(title)}</th>"))}</tr></thead><tbody>"
        + string.Concat(rows.Select(row => $"<tr><th scope=\"row\">{row[0]}</th>{string.Concat(row.Skip(1).Select(cell => $"<td>{cell}</td>"))}</tr>")) + "</tbody></table>";

    /// <summary>A figure as table cells: value, interval with a W where it is Wilson's.</summary>
    public static IReadOnlyList<string> Cells(Figure figure) => [Number(figure.Value), Interval(figure.Interval95) + (figure.ByWilson ? "<sup>W</sup>" : "")];
}
