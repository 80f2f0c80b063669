using Nights.DreamSim.Analysis;
using Nights.DreamSim.Evaluation;
using Nights.DreamSim.Evaluation.Statistics;

namespace Nights.NumericsTests.Analysis;

public sealed class WidenedIntervalsTests
{
    [Theory]
    [InlineData(1.0, 3, 0.438503, 1.0)]         // n / (n + z²)
    [InlineData(0.0, 3, 0.0, 0.561497)]
    [InlineData(0.8, 10, 0.490162, 0.943318)]
    [InlineData(0.5, 100, 0.403832, 0.596168)]
    public void Wilsons_interval_is_that_of_the_tables(double share, int count, double low, double high)
    {
        var found = WilsonScore.Interval(share, count);

        found[0].ShouldBe(low, 1e-6);
        found[1].ShouldBe(high, 1e-6);
    }

    [Fact]
    public void Only_an_interval_without_width_is_replaced_and_its_observations_are_the_groups()
    {
        var part = WidenedIntervals.Of(new AssessedPart { Part = "apple", Judgements = 9, Groups = 3, Figures = [Figure(1, [1, 1]), Figure(0.7, [0.5, 0.9]), Figure(null, null)] });

        part.Figures[0].Interval95!.ShouldBe(WilsonScore.Interval(1, 3));
        part.Figures[0].ByWilson.ShouldBeTrue();
        part.Figures[1].ShouldBeEquivalentTo(Figure(0.7, [0.5, 0.9]));
        part.Figures[2].ShouldBeEquivalentTo(Figure(null, null));
    }

    private static Figure Figure(double? value, IReadOnlyList<double>? interval) => new() { Metric = "it", Statistic = "2AFC", Value = value, Interval95 = interval };
}
