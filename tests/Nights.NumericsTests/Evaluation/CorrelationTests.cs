using Nights.DreamSim.Evaluation.Statistics;

namespace Nights.NumericsTests.Evaluation;

public sealed class CorrelationTests
{
    [Fact]
    public void Equal_values_share_the_mean_of_their_ranks() => Ranks.Of([3, 1, 3, 2, 3]).ShouldBe([4, 1, 4, 2, 4]);

    [Fact]
    public void Hand_derived_values()
    {
        double[] x = [1, 2, 3, 4, 5], y = [2, 1, 4, 3, 5];

        Correlation.Spearman(x, y).ShouldBe(1 - 6 * 4 / (5.0 * 24), 1e-12, "1 − 6 Σd² / n(n² − 1), four ranks off by one");
        Correlation.Kendall(x, y).ShouldBe((8 - 2) / 10.0, 1e-12, "two of ten pairs are in the other order");
        Correlation.Pearson(x, y).ShouldBe(0.8, 1e-12);
        Correlation.Spearman(x, [.. x.Select(v => -Math.Exp(v))]).ShouldBe(-1, 1e-12);
        Correlation.Kendall([1, 1, 2], [1, 2, 2]).ShouldBe(0.5, 1e-12, "one pair agrees; each side ties one of three: 1 / √(2 · 2)");
    }

    [Theory]
    [InlineData(2, 40, 5)]
    [InlineData(3, 173, 9)]
    [InlineData(4, 300, 100_000)]
    public void They_are_their_definitions_over_all_pairs_ties_included(int seed, int count, int levels)
    {
        var random = new Random(seed);
        double[] x = [.. Enumerable.Range(0, count).Select(_ => (double)random.Next(levels))];
        double[] y = [.. x.Select(v => Math.Floor(v / 2) + random.Next(levels))];

        Correlation.Kendall(x, y).ShouldBe(NaiveKendall(x, y), 1e-12);
        Correlation.Spearman(x, y).ShouldBe(NaivePearson(NaiveRanks(x), NaiveRanks(y)), 1e-12);
        Correlation.Pearson(x, y).ShouldBe(NaivePearson(x, y), 1e-12);
    }

    [Fact]
    public void A_series_that_does_not_vary_has_none()
    {
        Correlation.Pearson([1, 1, 1], [1, 2, 3]).ShouldBe(double.NaN);
        Correlation.Spearman([1, 2, 3], [5, 5, 5]).ShouldBe(double.NaN);
        Correlation.Kendall([1, 1, 1], [1, 2, 3]).ShouldBe(double.NaN);
        Should.Throw<ArgumentException>(() => Correlation.Spearman([1, 2], [1])).Message.ShouldContain("2 and 1");
    }

    [Fact]
    public void The_curve_finds_the_one_that_made_the_points()
    {
        double[] x = [.. Enumerable.Range(0, 200).Select(i => i / 20.0)];
        double[] y = [.. x.Select(v => 1.5 + 3 / (1 + Math.Exp((v - 4) / 0.7)))];

        var curve = LogisticCurve.Fit(x, y);

        foreach (var v in x) curve[v].ShouldBe(1.5 + 3 / (1 + Math.Exp((v - 4) / 0.7)), 1e-6);
        Correlation.Pearson([.. x.Select(v => curve[v])], y).ShouldBe(1, 1e-9);
        Correlation.Pearson(x, y).ShouldBeGreaterThan(-0.97, "a straight line follows the bend less well");
    }

    [Fact]
    public void The_curve_may_rise_and_is_flat_where_nothing_varies()
    {
        double[] x = [0, 1, 2, 3, 4, 5, 6, 7];
        var rising = LogisticCurve.Fit(x, [1, 1.1, 1.5, 2.5, 3.5, 4.5, 4.9, 5]);

        for (var i = 1; i < x.Length; i++) rising[x[i]].ShouldBeGreaterThan(rising[x[i - 1]]);
        LogisticCurve.Fit([2, 2, 2], [1, 2, 6])[2].ShouldBe(3, 1e-12);
    }

    private static double[] NaiveRanks(double[] values) => [.. values.Select(v => values.Count(w => w < v) + (values.Count(w => w == v) + 1) / 2.0)];

    private static double NaivePearson(double[] x, double[] y)
    {
        var (mx, my) = (x.Sum() / x.Length, y.Sum() / y.Length);
        return x.Zip(y).Sum(p => (p.First - mx) * (p.Second - my)) / Math.Sqrt(x.Sum(v => Math.Pow(v - mx, 2)) * y.Sum(v => Math.Pow(v - my, 2)));
    }

    private static double NaiveKendall(double[] x, double[] y)
    {
        var (agree, toldByX, toldByY) = (0, 0, 0);
        for (var i = 0; i < x.Length; i++)
            for (var j = 0; j < i; j++)
            {
                var (a, b) = (Math.Sign(x[i] - x[j]), Math.Sign(y[i] - y[j]));
                agree += a * b;
                toldByX += Math.Abs(a);
                toldByY += Math.Abs(b);
            }
        return agree / Math.Sqrt((double)toldByX * toldByY);
    }
}
