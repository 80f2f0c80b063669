using Nights.DreamSim.Evaluation;

namespace Nights.NumericsTests.Training;

public sealed class PairedBootstrapTests
{
    [Fact]
    public void The_interval_is_that_of_the_normal_approximation_for_many_groups()
    {
        // 400 groups of one triplet, half won by each: the mean is 0, its standard error 1/√400.
        var groups = Enumerable.Range(0, 400).Select(i => (i % 2 == 0 ? 1.0 : -1.0, 1)).ToList();

        var (low, high) = PairedBootstrap.Interval(groups);

        low.ShouldBe(-1.96 / 20, 0.01);
        high.ShouldBe(1.96 / 20, 0.01);
    }

    [Fact]
    public void Triplets_of_one_group_do_not_narrow_the_interval()
    {
        var single = Enumerable.Range(0, 100).Select(i => (i % 2 == 0 ? 1.0 : -1.0, 1)).ToList();
        var tripled = single.Select(group => (3 * group.Item1, 3)).ToList();

        PairedBootstrap.Interval(tripled).ShouldBe(PairedBootstrap.Interval(single));
    }

    [Theory, InlineData(0.1, 0.2, 0, 1), InlineData(0.1, 0.2, 1, 0), InlineData(0.2, 0.1, 1, 1), InlineData(0.2, 0.1, 0.25, 0.25), InlineData(0.1, 0.1, 1, 0.5)]
    public void A_tie_counts_a_half(double left, double right, double share, double score) => TwoAfc.Score(left, right, share).ShouldBe(score);
}
