using Nights.DreamSim.Judgements;
using Nights.DreamSim.Training;

namespace Nights.DreamSim.Evaluation;

/// <summary>
/// Figures over samples of whole groups, drawn with replacement: judgements that share pictures are not independent. Every figure sees the same samples, so that
/// differences between figures are paired.
/// </summary>
/// <remarks>Source: Efron and Tibshirani 1993.</remarks>
public static class GroupBootstrap
{
    /// <param name="groups">The judgements of each group.</param>
    /// <param name="figures">What is taken of each sample.</param>
    /// <param name="draws">Samples; each follows from the seed and its number alone.</param>
    /// <param name="seed">The same seed gives the same samples.</param>
    /// <param name="cancel">Stops between two samples.</param>
    /// <returns>For each figure: its value in each draw.</returns>
    public static double[][] Draw(int[][] groups, IReadOnlyList<OverJudgements> figures, int draws, long seed, CancellationToken cancel)
    {
        if (groups.Length == 0) throw new ArgumentException("An interval needs at least 1 group.", nameof(groups));

        var values = figures.Select(_ => new double[draws]).ToArray();
        Parallel.For(0, draws, new ParallelOptions { CancellationToken = cancel, MaxDegreeOfParallelism = Environment.ProcessorCount }, draw =>
        {
            var random = new SeededRandom(seed, "groups", draw);
            var sample = new List<int>(groups.Length);
            for (var i = 0; i < groups.Length; i++) sample.AddRange(groups[random.Next(groups.Length)]);
            var items = sample.ToArray();
            for (var f = 0; f < figures.Count; f++) values[f][draw] = figures[f](items);
        });
        return values;
    }
}
