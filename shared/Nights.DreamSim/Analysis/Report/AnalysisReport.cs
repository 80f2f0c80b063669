using System.Text;
using Nights.DreamSim.Evaluation;

namespace Nights.DreamSim.Analysis.Report;

/// <summary>An analysis as one HTML page that needs nothing beside it: drawings and pictures are within, there is no script.</summary>
public static class AnalysisReport
{
    private const int MostRows = 40;

    /// <param name="model">Its name, as the title says it.</param>
    /// <param name="snapshot">Its name.</param>
    /// <param name="analysis">What was found.</param>
    /// <exception cref="InvalidDataException">A picture of the gallery cannot be read any more.</exception>
    public static string Html(string model, string snapshot, MetricAnalysis analysis)
    {
        var page = new StringBuilder();
        var whole = analysis.Whole.Figures[0];
        page.Append("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">");
        page.Append($"<title>{Markup.Text(model)} on {Markup.Text(snapshot)}</title><style>{ReportStyle.Css}</style></head><body><main>");
        page.Append($"<h1>{Markup.Text(model)} and people</h1><p class=\"soft\">Snapshot {Markup.Text(snapshot)}, split {Markup.Text(string.Join(", ", analysis.Splits))}.</p>");
        page.Append($"<div class=\"tiles\">{Tile(Markup.Number(whole.Value), $"agreement (2AFC) {Markup.Cells(whole)[1]}")}"
            + $"{Tile($"{analysis.Whole.Judgements}", "triplets")}{Tile($"{analysis.Whole.Groups}", "paintings")}{Tile($"{analysis.Pictures}", "pictures")}</div>");
        page.Append($"<p>Agreement is the share of people who chose the picture that the metric finds closer; one half is chance (dashed). Lines and brackets are 95 % intervals: "
            + $"percentiles of {analysis.Draws} bootstrap samples of whole paintings, seed {analysis.Seed}. Where all paintings say the same, every sample does too and its interval would have no "
            + "width: there it is Wilson's score interval of so many paintings, marked <sup>W</sup>.</p>");

        page.Append("<h2>Where they agree</h2>");
        if (analysis.Breakdowns.Count == 0) page.Append("<p class=\"soft\">The table says neither dimension, category nor round of its triplets.</p>");
        foreach (var breakdown in analysis.Breakdowns) page.Append(By(breakdown));
        page.Append("<h2>What the metric looks at</h2><p>The same triplets with a part of every picture taken away, at the model's input size. "
            + "What is lost was used; where the interval of the loss holds zero, nothing can be said. The centre stands for the foreground: nothing here segments pictures.</p>");
        page.Append(Paired("pictures", analysis.Ablations, ["", .. analysis.AblationMeanings], "lost"));
        page.Append("<h2>Which backbone decides</h2>");
        page.Append(analysis.Backbones is { } backbones
            ? "<p>Each backbone alone, and the ensemble without it.</p>" + Paired("backbones", backbones, [], "ensemble minus it")
            : "<p class=\"soft\">The model has one backbone, or a head that joins them: there is nothing to take apart.</p>");
        page.Append(CalibrationSection.Draw(analysis));
        page.Append("<h2>Where they disagree most</h2><p>By the share of people against the metric, then by how far its two distances are apart.</p>");
        page.Append(analysis.Disagreements.Count > 0 ? Gallery.Draw(analysis.Disagreements) : "<p class=\"soft\">Nowhere: on every triplet the metric sides with most people.</p>");
        return page.Append("</main></body></html>\n").ToString();
    }

    private static string Tile(string value, string meaning) => $"<div class=\"tile\"><b>{value}</b><span class=\"soft\">{meaning}</span></div>";

    private static string By(Breakdown breakdown)
    {
        // Many categories: those with the most triplets, the rest is in --json.
        var shown = breakdown.Parts.Count <= MostRows ? breakdown.Parts : [.. breakdown.Parts.OrderByDescending(part => part.Judgements).Take(MostRows)];
        var rest = breakdown.Parts.Count - shown.Count;
        var rows = shown.Select(part => new PlotRow(part.Part, part.Figures[0].Value, part.Figures[0].Interval95, $"{part.Judgements} triplets")).ToList();
        return $"<h3>By {Markup.Text(breakdown.Property)}</h3>" + IntervalPlot.Draw($"Agreement by {breakdown.Property}", "agreement (2AFC)", rows)
            + Markup.Table([breakdown.Property, "triplets", "paintings", "agreement", "95 %"], shown.Select(part => (IReadOnlyList<string>)
                [Markup.Text(part.Part), $"{part.Judgements}", $"{part.Groups}", .. Markup.Cells(part.Figures[0])]))
            + (rest > 0 ? $"<p class=\"soft\">{rest} more with fewer triplets are in the JSON.</p>" : "");
    }

    private static string Paired(string what, AssessedPart part, IReadOnlyList<string> meanings, string difference)
    {
        var rows = part.Figures.Select(figure => new PlotRow(figure.Metric, figure.Value, figure.Interval95, Markup.Difference(-figure.FirstMinusIt))).ToList();
        rows[0] = rows[0] with { Note = "" };
        return IntervalPlot.Draw($"Agreement by {what}", "agreement (2AFC)", rows)
            + Markup.Table([what, "agreement", "95 %", difference, "95 %, paired"], part.Figures.Select((figure, i) => (IReadOnlyList<string>)
                [
                    Markup.Text(figure.Metric) + (i < meanings.Count && meanings[i].Length > 0 ? $"<br><span class=\"soft\">{Markup.Text(meanings[i])}</span>" : ""),
                    .. Markup.Cells(figure), i == 0 ? "" : Markup.Difference(figure.FirstMinusIt), Markup.Interval(figure.FirstMinusIt95, signed: true),
                ]));
    }
}
