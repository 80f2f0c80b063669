using System.Text;

namespace Nights.DreamSim.Analysis.Report;

/// <summary>A row of an interval plot.</summary>
/// <param name="Label">At the left.</param>
/// <param name="Value">The dot; null draws none.</param>
/// <param name="Interval">The line.</param>
/// <param name="Note">At the right, e.g. how many triplets.</param>
internal sealed record PlotRow(string Label, double? Value, IReadOnlyList<double>? Interval, string Note);

/// <summary>Shares in [0, 1] as dots on lines, one below the other; a dashed line is chance.</summary>
internal static class IntervalPlot
{
    private const int RowHeight = 24, Left = 200, Plot = 400, Right = 100, Foot = 40;

    /// <param name="title">What a reader who cannot see it is told.</param>
    /// <param name="axis">Below the axis.</param>
    /// <param name="rows">From the top.</param>
    public static string Draw(string title, string axis, IReadOnlyList<PlotRow> rows)
    {
        var (bottom, svg) = (rows.Count * RowHeight + 8, new StringBuilder());
        svg.Append($"<svg viewBox=\"0 0 {Left + Plot + Right} {bottom + Foot}\" role=\"img\" aria-label=\"{Markup.Text(title)}\">");
        for (var tenth = 0; tenth <= 10; tenth += 2)
        {
            var x = Markup.Place(X(tenth / 10.0));
            svg.Append($"<line class=\"grid\" x1=\"{x}\" y1=\"0\" x2=\"{x}\" y2=\"{bottom}\"/><text class=\"tick\" x=\"{x}\" y=\"{bottom + 16}\">{Markup.Place(tenth / 10.0)}</text>");
        }

        var chance = Markup.Place(X(0.5));
        svg.Append($"<line class=\"chance\" x1=\"{chance}\" y1=\"0\" x2=\"{chance}\" y2=\"{bottom}\"/>");
        svg.Append($"<text class=\"tick\" x=\"{Left + Plot / 2}\" y=\"{bottom + 34}\">{Markup.Text(axis)}</text>");
        foreach (var (row, i) in rows.Select((row, i) => (row, i)))
        {
            var y = i * RowHeight + 16;
            svg.Append($"<text class=\"label\" x=\"{Left - 12}\" y=\"{y + 4}\">{Markup.Text(Short(row.Label))}</text>");
            if (row.Interval is [var low, var high])
                svg.Append($"<line class=\"interval\" x1=\"{Markup.Place(X(low))}\" y1=\"{y}\" x2=\"{Markup.Place(X(high))}\" y2=\"{y}\"/>");
            if (row.Value is { } value) svg.Append($"<circle class=\"dot\" cx=\"{Markup.Place(X(value))}\" cy=\"{y}\" r=\"4.5\"/>");
            svg.Append($"<text class=\"note\" x=\"{Left + Plot + 12}\" y=\"{y + 4}\">{Markup.Text(row.Note)}</text>");
        }

        return svg.Append("</svg>").ToString();
    }

    private static double X(double share) => Left + Plot * Math.Clamp(share, 0, 1);

    private static string Short(string label) => label.Length <= 28 ? label : string.Concat(label.AsSpan(0, 27), "…");
}
