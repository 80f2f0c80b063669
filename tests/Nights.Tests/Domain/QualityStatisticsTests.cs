using FsCheck.Xunit;
using Nights.Domain.Quality;

namespace Nights.Tests.Domain;

public sealed class QualityStatisticsTests
{
    [Theory]
    [InlineData(20, 15, 17, 18)]
    [InlineData(40, 27, 29, 31)]
    [InlineData(60, 39, 41, 44)]
    [InlineData(100, 61, 64, 67)]
    public void Side_bias_shows_from_the_counts_of_the_exact_binomial_test(int tosses, int at05, int at01, int at001)
    {
        CoinTest.Threshold(tosses, 0.05).ShouldBe(at05);
        CoinTest.Threshold(tosses, 0.01).ShouldBe(at01);
        CoinTest.Threshold(tosses, 0.001).ShouldBe(at001);
    }

    [Fact]
    public void Both_sides_weigh_the_same_and_few_tosses_prove_nothing()
    {
        CoinTest.TwoSided(3, 20).ShouldBe(CoinTest.TwoSided(17, 20));
        CoinTest.TwoSided(10, 20).ShouldBe(1);
        CoinTest.TwoSided(0, 0).ShouldBe(1);
        CoinTest.TwoSided(5, 5).ShouldBe(0.0625, 1e-12);
        CoinTest.Threshold(5, 0.05).ShouldBeNull();
    }

    [Theory]
    [InlineData(3, 0, .125, .73, .86)]
    [InlineData(5, 1, .19, .92, .98)]
    [InlineData(8, 1, .035, .81, .94)]
    [InlineData(10, 1, .011, .74, .91)]
    [InlineData(10, 2, .055, .93, .99)]
    [InlineData(12, 2, .019, .89, .98)]
    [InlineData(16, 3, .011, .93, .99)]
    [InlineData(20, 4, .006, .96, .997)]
    public void Gold_lets_through_as_many_as_the_binomial_says(int trials, int wrong, double coin, double ninety, double ninetyFive)
    {
        GoldChance.Pass(trials, wrong, 0.5).ShouldBe(coin, 0.005);
        GoldChance.Pass(trials, wrong, 0.9).ShouldBe(ninety, 0.005);
        GoldChance.Pass(trials, wrong, 0.95).ShouldBe(ninetyFive, 0.006);
    }

    [Theory]
    [InlineData(4, 0.7, 1)]
    [InlineData(10, 0.7, 3)]
    [InlineData(10, 1, 0)]
    [InlineData(3, 0, 3)]
    public void A_share_allows_so_many_misses(int trials, double share, int wrong) => GoldChance.MissesAllowed(trials, share).ShouldBe(wrong);

    [Theory]
    // Uniform, the arcsine law, powers, and sums of binomials.
    [InlineData(0.3, 1, 1, 0.3)]
    [InlineData(0.25, 0.5, 0.5, 1.0 / 3)]
    [InlineData(0.7, 5, 1, 0.16807)]
    [InlineData(0.5, 3, 3, 0.5)]
    [InlineData(0.8, 8, 2, 0.43620762)]
    public void Beta_has_the_cumulative_probabilities_of_its_closed_forms(double x, double a, double b, double cumulative)
    {
        BetaDistribution.Cumulative(x, a, b).ShouldBe(cumulative, 1e-7);
        BetaDistribution.Quantile(cumulative, a, b).ShouldBe(x, 1e-6);
    }

    [Fact]
    public void Nobody_is_known_before_gold_and_many_right_answers_narrow_the_interval()
    {
        var before = Accuracy.Of(default);
        before.Mean.ShouldBe(0.8);
        before.Low.ShouldBe(0.51750, 1e-4);
        before.High.ShouldBe(0.97185, 1e-4);
        var after = Accuracy.Of(new GoldScore(38, 40));
        after.Mean.ShouldBe(46.0 / 50);
        (after.High - after.Low).ShouldBeLessThan((before.High - before.Low) / 2);
        BetaDistribution.Cumulative(after.Low, 46, 4).ShouldBe(0.025, 1e-9);
    }

    [Theory]
    // Of the 6 orders of LLRR two have 2 runs, two 3, two 4; of LLLRRR 2 of 20 have 2 runs and 2 have 6.
    [InlineData(2, 2, 2, 2.0 / 3)]
    [InlineData(2, 2, 3, 1)]
    [InlineData(3, 3, 6, 0.2)]
    [InlineData(3, 3, 2, 0.2)]
    [InlineData(5, 0, 1, 1)]
    public void Runs_have_the_probabilities_of_all_orders_counted(int lefts, int rights, int runs, double p) =>
        RunsTest.TwoSided(lefts, rights, runs).ShouldBe(p, 1e-9);

    [Fact]
    public void Left_right_left_right_is_no_chance_and_a_mixed_order_is()
    {
        RunsTest.TwoSided(20, 20, 40).ShouldBeLessThan(1e-9);
        RunsTest.TwoSided(20, 20, 2).ShouldBeLessThan(1e-9);
        RunsTest.TwoSided(20, 20, 21).ShouldBeGreaterThan(0.9);
    }

    [Property]
    public void Trials_due_add_up_whatever_the_pages(byte[] pages, byte every)
    {
        var (answered, due) = (0, 0);
        foreach (var trials in pages)
        {
            due += TrialsDue.On(answered, trials, every);
            answered += trials;
        }

        due.ShouldBe(every is 0 ? 0 : answered / every);
    }
}
