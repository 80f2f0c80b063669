using Nights.DreamSim.Evaluation.Statistics;

namespace Nights.NumericsTests.Evaluation;

public sealed class AveragePrecisionTests
{
    [Fact]
    public void Hand_derived_values()
    {
        Of([1, 2, 3, 4], [1, 1, 0, 0]).ShouldBe(1);
        Of([1, 2, 3, 4], [0, 1, 0, 1]).ShouldBe(0.5, 1e-12, "precision is one half wherever a pair is found");
        Of([1, 2, 3], [1, 0, 1]).ShouldBe(0.5 * 1 + 0.5 * 2 / 3.0, 1e-12);
        Of([1, 2, 3], [0, 1, 1]).ShouldBe(2 / 3.0, 1e-12, "the half found first at 1/2 counts at the better precision of a higher recall");
        Of([5, 5, 5, 5], [1, 0, 0, 0]).ShouldBe(0.25, 1e-12, "pairs of one distance are taken together");
        Of([1, 2], [0, 0]).ShouldBe(double.NaN);
        Of([1, 2], [0.75, 0.25]).ShouldBe(0.75 * 0.75 + 0.25 * 0.5, 1e-12, "shares of people count as shares of pairs");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void It_is_the_sum_over_recall_of_the_best_precision_beyond(int seed)
    {
        var random = new Random(seed);
        double[] distances = [.. Enumerable.Range(0, 120).Select(_ => random.NextDouble())];
        double[] same = [.. distances.Select(d => random.Next(4) / 3.0 * (d < 0.5 ? 1 : 0.5))];

        // As it stands in the reference: recall and precision at each pair, made monotone from the end, summed where recall changes.
        var order = Enumerable.Range(0, 120).OrderBy(i => distances[i]).ToArray();
        var (found, recall, precision) = (0.0, new List<double> { 0 }, new List<double> { 0 });
        for (var n = 0; n < order.Length; n++)
        {
            found += same[order[n]];
            recall.Add(found / same.Sum());
            precision.Add(found / (n + 1));
        }
        recall.Add(1);
        precision.Add(0);
        for (var i = precision.Count - 1; i > 0; i--) precision[i - 1] = Math.Max(precision[i - 1], precision[i]);
        var expected = Enumerable.Range(1, recall.Count - 1).Sum(i => (recall[i] - recall[i - 1]) * precision[i]);

        Of(distances, same).ShouldBe(expected, 1e-12);
    }

    private static double Of(double[] distances, double[] same) => AveragePrecision.Of(distances, same, [.. Enumerable.Range(0, same.Length)]);
}
