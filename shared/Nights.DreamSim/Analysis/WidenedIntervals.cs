using Nights.DreamSim.Evaluation;
using Nights.DreamSim.Evaluation.Statistics;

namespace Nights.DreamSim.Analysis;

/// <summary>
/// The intervals of shares that the bootstrap cannot give: where every group has the same share, every sample has it too, and an interval without width
/// would claim certainty from three triplets. Wilson's stands there, with the groups as its observations: triplets of one group share pictures.
/// </summary>
internal static class WidenedIntervals
{
    public static AssessedPart Of(AssessedPart part) => part with { Figures = [.. part.Figures.Select(figure => Of(figure, part.Groups))] };

    private static Figure Of(Figure figure, int groups) => figure is { Value: { } share, Interval95: [var low, var high] } && high - low < 1e-12
        ? figure with { Interval95 = WilsonScore.Interval(Math.Clamp(share, 0, 1), groups), ByWilson = true }
        : figure;
}
