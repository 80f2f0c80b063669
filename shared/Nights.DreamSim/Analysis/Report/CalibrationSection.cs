
namespace Nights.DreamSim.Analysis.Report;

/// <summary>Thresholds and the error rates they give.</summary>
internal static class CalibrationSection
{
    private const int Rows = 12;

    public static string Draw(MetricAnalysis analysis)
    {
        var gaps = "<h2>Thresholds</h2><h3>Which is closer: how sure is sure enough</h3>"
            + "<p>Of each triplet the metric gives two distances. Where they are less apart than the threshold, it is left undecided.</p>"
            + CurvePlot.Draw("Decided triplets and errors by threshold", "least difference of the two distances",
            [
                new("votes against the metric", "first", [.. analysis.Gaps.Select(row => (row.Gap, row.Error))]),
                new("triplets decided", "second", [.. analysis.Gaps.Select(row => (row.Gap, row.Decided))]),
            ])
            + Markup.Table(["threshold", "decided", "votes against, of those"], analysis.Gaps.Select(row => (IReadOnlyList<string>)
                [Precise(row.Gap), Markup.Percent(row.Decided), Markup.Percent(row.Error)]));
        return gaps + (analysis.Sameness is { } sameness ? Same(sameness, analysis.EqualError)
            : "<p class=\"soft\">The snapshot has no flashed pairs (jnd.csv): a threshold for \"the same\" cannot be told from it.</p>");
    }

    private static string Same(IReadOnlyList<SamenessThreshold> thresholds, SamenessThreshold? equal)
    {
        var shown = thresholds.Count <= Rows ? thresholds : [.. Enumerable.Range(0, Rows).Select(i => thresholds[i * (thresholds.Count - 1) / (Rows - 1)])];
        return "<h3>The same or not</h3><p>Of all flashed pairs of the snapshot, whichever split: two pictures at most this far apart are called the same. "
            + (equal is null ? "People gave one answer only, so that one of the errors is not known." :
                $"Both errors are nearest at <b>{Precise(equal.Distance)}</b>: {Markup.Percent(equal.FalseSame)} of \"different\" are called the same, {Markup.Percent(equal.FalseDifferent)} of \"same\" are called different.")
            + "</p>"
            + (equal is null ? "" : CurvePlot.Draw("Errors by distance", "largest distance that is called the same",
            [
                new("\"different\" called the same", "first", [.. thresholds.Select(row => (row.Distance, row.FalseSame ?? 0))]),
                new("\"same\" called different", "second", [.. thresholds.Select(row => (row.Distance, row.FalseDifferent ?? 0))]),
            ]))
            + Markup.Table(["distance", "called the same", "\"different\" called the same", "\"same\" called different"], shown.Select(row => (IReadOnlyList<string>)
                [Precise(row.Distance), Markup.Percent(row.CalledSame), Markup.Percent(row.FalseSame), Markup.Percent(row.FalseDifferent)]));
    }

    private static string Precise(double distance) => distance.ToString("0.00000", System.Globalization.CultureInfo.InvariantCulture);
}
