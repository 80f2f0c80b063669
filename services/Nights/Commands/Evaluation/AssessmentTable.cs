using Nights.DreamSim.Evaluation;

namespace Nights.Local.Commands.Evaluation;

/// <summary>An assessment for a person: a table for each part of the data set.</summary>
internal static class AssessmentTable
{
    /// <summary>Data sets with more kinds of distortion than this are shown as a whole; --json has all.</summary>
    private const int MostParts = 8;

    public static void Show(Assessment assessment)
    {
        var shown = assessment.Parts.Count > MostParts ? assessment.Parts.Take(1).ToList() : assessment.Parts;
        foreach (var part in shown)
        {
            Terminal.Line($"{part.Part}: {part.Judgements} judgements in {part.Groups} groups");
            Terminal.Table(
                ["statistic", "metric", "value", "95 %", "first minus it", "95 %"],
                part.Figures.Select(figure => (string[])
                [
                    figure.Statistic, figure.Metric, Number(figure.Value, ""), Interval(figure.Interval95, ""),
                    Number(figure.FirstMinusIt, "+"), Interval(figure.FirstMinusIt95, "+"),
                ]));
        }

        if (shown.Count < assessment.Parts.Count) Terminal.Line($"{assessment.Parts.Count - shown.Count} more parts, by kind of distortion, are in --json.");
        Terminal.Line($"Intervals: {assessment.Draws} bootstrap samples of groups, seed {assessment.Seed}; the same samples for every metric.");
    }

    private static string Number(double? value, string sign) => value is not { } number ? "" : sign == "+" ? $"{number:+0.0000;-0.0000;0.0000}" : $"{number:F4}";

    private static string Interval(IReadOnlyList<double>? ends, string sign) => ends is [var low, var high] ? $"[{Number(low, sign)}, {Number(high, sign)}]" : "";
}
