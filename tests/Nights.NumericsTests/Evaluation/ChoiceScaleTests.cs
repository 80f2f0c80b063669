using Nights.DreamSim.Evaluation;

namespace Nights.NumericsTests.Evaluation;

public sealed class ChoiceScaleTests
{
    [Theory]
    [InlineData(0.1, 0.75)]
    [InlineData(0.02, 0.9)]
    [InlineData(0.3, 0.55)]
    public void One_difference_and_the_share_that_follows_it_give_the_scale_by_hand(double difference, double share) =>
        ChoiceScale.Of([(difference, share)]).ShouldBe(difference / Math.Log(share / (1 - share)), 1e-9);

    [Fact]
    public void Exchanging_left_and_right_changes_nothing()
    {
        (double, double)[] choices = [(0.1, 1), (-0.05, 0), (0.02, 0), (0.2, 0.8)];
        ChoiceScale.Of([.. choices.Select(choice => (-choice.Item1, 1 - choice.Item2))]).ShouldBe(ChoiceScale.Of(choices), 1e-12);
    }

    [Fact]
    public void No_scale_near_the_one_that_is_told_makes_the_choices_likelier()
    {
        (double Difference, double Share)[] choices = [(0.1, 1), (-0.05, 0), (0.02, 0), (0.2, 0.8), (-0.3, 0.1), (0.01, 1)];
        var told = ChoiceScale.Of(choices);
        foreach (var factor in new[] { 0.5, 0.9, 0.99, 1.01, 1.1, 2 }) Likelihood(told).ShouldBeGreaterThan(Likelihood(told * factor));

        double Likelihood(double scale) => choices.Sum(one =>
            -one.Share * Math.Log(1 + Math.Exp(-one.Difference / scale)) - (1 - one.Share) * Math.Log(1 + Math.Exp(one.Difference / scale)));
    }

    [Fact]
    public void A_metric_that_is_always_right_and_one_that_never_is_stay_within_the_limits()
    {
        ChoiceScale.Of([(0.1, 1), (-0.2, 0)]).ShouldBe(ChoiceScale.Least, 1e-6);
        ChoiceScale.Of([(0.1, 0), (-0.2, 1)]).ShouldBe(ChoiceScale.Most, 1e-6);
        ChoiceScale.Of([]).ShouldBe(ChoiceScale.Most, 1e-6);
    }
}
