using System.Globalization;
using System.Text;
using Nights.Domain.Forecasts;

namespace Nights.Local.Bench.Policies;

/// <summary>Votes for each triplet kept rightly against the share of spammers, as an SVG file: schedule above, Bayesian rule below.</summary>
internal static class PolicyPlot
{
    private const int Width = 640, Height = 360, Left = 64, Right = 130, Top = 30, Bottom = 48;

    public static string Svg(IReadOnlyList<ComparePolicies.Row> rows)
    {
        var highest = Math.Ceiling(rows.Max(row => Math.Max(row.Schedule.VotesPerClearKept, row.Bayesian.VotesPerClearKept)));
        var widest = rows.Max(row => row.Spammers);
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {Height}\" font-family=\"sans-serif\" font-size=\"12\" role=\"img\" aria-label=\"Votes for each triplet kept rightly, by share of spammers\">\n<rect width=\"{Width}\" height=\"{Height}\" fill=\"#fff\"/>\n");
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Left}\" y=\"18\" fill=\"#333\">Votes for each triplet kept rightly, at equal false accepts</text>\n");
        for (var tick = 0.0; tick <= highest; tick += Math.Max(1, Math.Round(highest / 6)))
            svg.Append(CultureInfo.InvariantCulture, $"<line x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{Y(tick):F1}\" y2=\"{Y(tick):F1}\" stroke=\"#e3e3e3\"/><text x=\"{Left - 8}\" y=\"{Y(tick) + 4:F1}\" text-anchor=\"end\" fill=\"#555\">{tick}</text>\n");
        foreach (var row in rows)
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{X(row.Spammers):F1}\" y=\"{Height - Bottom + 18}\" text-anchor=\"middle\" fill=\"#555\">{row.Spammers * 100:F0} %</text>\n");
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{(Left + Width - Right) / 2}\" y=\"{Height - 10}\" text-anchor=\"middle\" fill=\"#333\">share of spammers</text>\n");
        Curve("#b4541a", "[2,1,1,1,1]", row => row.Schedule);
        Curve("#1f5f8b", "Bayesian", row => row.Bayesian);
        return svg.Append("</svg>\n").ToString();

        void Curve(string colour, string name, Func<ComparePolicies.Row, PolicyFigures> of)
        {
            var points = string.Join(' ', rows.Select(row => string.Create(CultureInfo.InvariantCulture, $"{X(row.Spammers):F1},{Y(of(row).VotesPerClearKept):F1}")));
            svg.Append(CultureInfo.InvariantCulture, $"<polyline points=\"{points}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"2\"/>\n");
            foreach (var row in rows) svg.Append(CultureInfo.InvariantCulture, $"<circle cx=\"{X(row.Spammers):F1}\" cy=\"{Y(of(row).VotesPerClearKept):F1}\" r=\"3\" fill=\"{colour}\"/>\n");
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Width - Right + 8}\" y=\"{Y(of(rows[^1]).VotesPerClearKept) + 4:F1}\" fill=\"{colour}\">{name}</text>\n");
        }

        double X(double spammers) => Left + (Width - Left - Right) * spammers / widest;
        double Y(double votes) => Height - Bottom - (Height - Bottom - Top) * votes / highest;
    }
}
