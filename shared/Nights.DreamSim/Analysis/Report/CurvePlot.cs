using System.Text;

namespace Nights.DreamSim.Analysis.Report;

/// <summary>A curve of shares over a threshold.</summary>
/// <param name="Name">Beside its end.</param>
/// <param name="Kind">CSS class: first or second.</param>
/// <param name="Points">Ascending in the threshold.</param>
internal sealed record Curve(string Name, string Kind, IReadOnlyList<(double Threshold, double Share)> Points);

/// <summary>Curves over one axis of thresholds; shares from 0 to 1.</summary>
internal static class CurvePlot
{
    private const int Left = 60, Plot = 440, Height = 220, Right = 240, Top = 8, Foot = 44;

    /// <param name="title">What a reader who cannot see it is told.</param>
    /// <param name="axis">Below the axis.</param>
    /// <param name="curves">At least one, each with at least one point.</param>
    public static string Draw(string title, string axis, IReadOnlyList<Curve> curves)
    {
        var all = curves.SelectMany(curve => curve.Points).ToList();
        var (least, most) = (Math.Min(0, all.Min(point => point.Threshold)), all.Max(point => point.Threshold));
        var width = most > least ? most - least : 1;
        double X(double threshold) => Left + Plot * (threshold - least) / width;
        static double Y(double share) => Top + Height * (1 - Math.Clamp(share, 0, 1));

        var svg = new StringBuilder($"<svg viewBox=\"0 0 {Left + Plot + Right} {Top + Height + Foot}\" role=\"img\" aria-label=\"{Markup.Text(title)}\">");
        for (var quarter = 0; quarter <= 4; quarter++)
        {
            var (x, y) = (Left + Plot * quarter / 4, Markup.Place(Y(quarter / 4.0)));
            svg.Append($"<line class=\"grid\" x1=\"{Left}\" y1=\"{y}\" x2=\"{Left + Plot}\" y2=\"{y}\"/>");
            svg.Append($"<text class=\"label\" x=\"{Left - 8}\" y=\"{y}\" dy=\"4\">{25 * quarter} %</text>");
            svg.Append($"<text class=\"tick\" x=\"{x}\" y=\"{Top + Height + 18}\">{Markup.Number(least + width * quarter / 4)}</text>");
        }

        svg.Append($"<text class=\"tick\" x=\"{Left + Plot / 2}\" y=\"{Top + Height + 38}\">{Markup.Text(axis)}</text>");
        foreach (var (curve, i) in curves.Select((curve, i) => (curve, i)))
        {
            var points = string.Join(' ', curve.Points.Select(point => $"{Markup.Place(X(point.Threshold))},{Markup.Place(Y(point.Share))}"));
            svg.Append($"<polyline class=\"curve {curve.Kind}\" points=\"{points}\"/>");
            var y = Top + 14 + 24 * i;
            svg.Append($"<line class=\"curve {curve.Kind}\" x1=\"{Left + Plot + 16}\" y1=\"{y}\" x2=\"{Left + Plot + 40}\" y2=\"{y}\"/>");
            svg.Append($"<text class=\"note\" x=\"{Left + Plot + 46}\" y=\"{y + 4}\">{Markup.Text(curve.Name)}</text>");
        }

        return svg.Append("</svg>").ToString();
    }
}
