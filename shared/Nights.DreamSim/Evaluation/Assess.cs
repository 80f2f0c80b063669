using Nights.DreamSim.Judgements;
using Nights.DreamSim.Metrics;

namespace Nights.DreamSim.Evaluation;

/// <summary>Asks metrics what people were asked, and says how well they agree: every figure with an interval, and the first metric against each other one.</summary>
public static class Assess
{
    /// <param name="metrics">At least one; the first is the one the others are compared with.</param>
    /// <param name="set">What people said.</param>
    /// <param name="draws">Bootstrap samples.</param>
    /// <param name="seed">The same seed gives the same intervals.</param>
    /// <param name="progress">Share done, 0 to 1.</param>
    /// <param name="cancel">Stops between two batches.</param>
    /// <exception cref="InvalidDataException">A picture cannot be read or compared.</exception>
    public static Assessment Run(
        IReadOnlyList<IPictureMetric> metrics, JudgementSet set, int draws, long seed, IProgress<double>? progress, CancellationToken cancel)
    {
        if (metrics.Count == 0) throw new ArgumentException("There is no metric to assess.", nameof(metrics));
        if (draws < 1) throw new ArgumentException($"{draws} draws make no interval; at least 1 is needed.", nameof(draws));

        var statistics = metrics.Select((metric, m) => Ask(metric, set, Part(progress, m, metrics.Count), cancel)).ToList();
        return new Assessment
        {
            Pictures = set.Pictures.Count,
            Judgements = set.Count,
            Draws = draws,
            Seed = seed,
            Parts = [.. set.Parts.Select(part => Of(part))],
        };

        AssessedPart Of(JudgedPart part)
        {
            var groups = part.Items.GroupBy(item => set.Groups[item], StringComparer.Ordinal).Select(group => group.ToArray()).ToArray();
            int[] all = [.. part.Items];
            var figures = statistics[0].SelectMany((statistic, s) =>
            {
                var drawn = GroupBootstrap.Draw(groups, [.. statistics.Select(of => of[s].Over)], draws, seed, cancel);
                var values = statistics.Select(of => of[s].Over(all)).ToArray();
                return metrics.Select((metric, m) => Figure(metric.Name, statistic.Name, values, drawn, m));
            });
            return new AssessedPart { Part = part.Name, Judgements = all.Length, Groups = groups.Length, Figures = [.. figures] };
        }
    }

    private static IReadOnlyList<Statistic> Ask(IPictureMetric metric, JudgementSet set, Func<double, IProgress<double>>? progress, CancellationToken cancel)
    {
        using var pictures = metric.Prepare(set.Pictures, progress?.Invoke(0), cancel);
        return set.Ask(pictures, progress?.Invoke(0.5), cancel);
    }

    private static Figure Figure(string metric, string statistic, double[] values, double[][] drawn, int m) => new()
    {
        Metric = metric,
        Statistic = statistic,
        Value = Known(values[m]),
        Interval95 = Quantiles.Interval(drawn[m]),
        FirstMinusIt = m == 0 ? null : Known(values[0] - values[m]),
        FirstMinusIt95 = m == 0 ? null : Quantiles.Interval([.. drawn[0].Zip(drawn[m], (first, it) => first - it)]),
    };

    private static double? Known(double value) => double.IsFinite(value) ? value : null;

    /// <summary>One metric's half of its share of the whole, from 0 for preparing and from 0.5 for asking.</summary>
    private static Func<double, IProgress<double>>? Part(IProgress<double>? whole, int metric, int metrics) => whole is null
        ? null
        : from => new Share(share => whole.Report((metric + from + share / 2) / metrics));

    private sealed class Share(Action<double> report) : IProgress<double>
    {
        public void Report(double value) => report(value);
    }
}
