using Nights.Domain.Aggregation;
using Nights.Domain.Aggregation.Statistics;
using Nights.Domain.Randomness;

namespace Nights.Tests.Aggregation;

public sealed class AgreementTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public void Coin_clickers_agree_by_chance_and_copies_perfectly()
    {
        var (random, _) = Crowd.Drawn(1, 3000, [0.5, 0.5, 0.5], 1);
        var (same, _) = Crowd.Drawn(1, 300, [1, 1, 1], 1);

        KrippendorffAlpha.Of(random, cancel: Cancel).Interval!.Value.Contains(0).ShouldBeTrue();
        FleissKappa.Of(random, cancel: Cancel).Interval!.Value.Contains(0).ShouldBeTrue();
        KrippendorffAlpha.Of(same, cancel: Cancel).Value!.Value.ShouldBe(1, 1e-12);
        FleissKappa.Of(same, cancel: Cancel).Value!.Value.ShouldBe(1, 1e-12);
    }

    [Fact]
    public void One_label_alone_has_no_agreement_beyond_chance()
    {
        var judgements = Crowd.Of([(0, 0, 0), (0, 1, 0), (1, 0, 0), (1, 1, 0)], 2, 2);

        KrippendorffAlpha.Of(judgements, cancel: Cancel).ShouldSatisfyAllConditions(
            alpha => alpha.Value.ShouldBeNull(), alpha => alpha.Interval.ShouldBeNull(), alpha => alpha.Undefined!.ShouldStartWith("Only one label"));
        FleissKappa.Of(Crowd.Of([(0, 0, 0)], 1, 1), cancel: Cancel).Undefined.ShouldBe("No item has two votes.");
    }

    [Fact]
    public void The_interval_is_that_of_items_drawn_one_by_one()
    {
        double[] accuracy = [0.8, 0.8, 0.7];
        var (judgements, _) = Crowd.Drawn(5, 200, accuracy, 1);
        var votes = Crowd.Votes(judgements).ToLookup(vote => vote.Item);
        var random = new SplitMix64(9);
        var drawn = new List<double>();
        for (var draw = 0; draw < 600; draw++)
        {
            var again = Enumerable.Range(0, 200).SelectMany(item => votes[random.Next(200)].Select(vote => (item, vote.Participant, vote.Label))).ToList();
            drawn.Add(KrippendorffAlpha.Of(Crowd.Of(again, 200, 3), draws: 100, cancel: Cancel).Value!.Value);
        }

        drawn.Sort();
        var interval = KrippendorffAlpha.Of(judgements, draws: 4000, cancel: Cancel).Interval!.Value;

        // The bounds of 600 draws are themselves uncertain by about a tenth of the width.
        interval.Low.ShouldBe(drawn[15], interval.Width / 6);
        interval.High.ShouldBe(drawn[584], interval.Width / 6);
    }

    [Fact]
    public void The_same_seed_gives_the_same_interval()
    {
        var (judgements, _) = Crowd.Drawn(5, 100, [0.8, 0.8, 0.7], 0.9);

        KrippendorffAlpha.Of(judgements, seed: 3, cancel: Cancel).ShouldBe(KrippendorffAlpha.Of(judgements, seed: 3, cancel: Cancel));
        KrippendorffAlpha.Of(judgements, seed: 3, cancel: Cancel).Interval.ShouldNotBe(KrippendorffAlpha.Of(judgements, seed: 4, cancel: Cancel).Interval);
    }

    [Theory]
    [InlineData(50, 100, 16, 100, 0.9807162801626624)]
    [InlineData(10, 10, 0, 10, 3.3812432591697963)]
    [InlineData(7, 20, 7, 20, 0)]
    public void D_prime_is_the_difference_of_the_corrected_scores(int hits, int signals, int alarms, int noises, double expected)
    {
        var found = SignalDetection.Of(hits, signals, alarms, noises);

        // z((hits + ½)/(signals + 1)) − z((alarms + ½)/(noises + 1)) from Python's statistics module.
        found.DPrime.ShouldBe(expected, 1e-9);
        NormalDistribution.Cumulative(found.DPrime + NormalDistribution.Quantile(found.FalseAlarmRate)).ShouldBe(found.HitRate, 1e-12);
        found.Interval.Contains(found.DPrime).ShouldBeTrue();
    }

    [Fact]
    public void The_interval_of_d_prime_holds_the_truth_as_often_as_it_says()
    {
        var (random, held) = (new SplitMix64(4), 0);
        var (hit, alarm) = (NormalDistribution.Cumulative(0.6), NormalDistribution.Cumulative(-0.9));
        for (var study = 0; study < 1000; study++)
        {
            int Yes(double chance) => Enumerable.Range(0, 80).Count(_ => random.NextDouble() < chance);
            if (SignalDetection.Of(Yes(hit), 80, Yes(alarm), 80).Interval.Contains(1.5)) held++;
        }

        held.ShouldBeInRange(930, 975);
    }

    [Fact]
    public void Signal_detection_wants_trials_of_both_kinds()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => SignalDetection.Of(0, 0, 1, 5)).Message.ShouldStartWith("At least one trial of each kind is needed.");
        Should.Throw<ArgumentOutOfRangeException>(() => SignalDetection.Of(6, 5, 1, 5)).Message.ShouldStartWith("Answers lie between 0 and the number of trials, 5.");
    }

    [Fact]
    public void The_distributions_meet_tabled_values()
    {
        NormalDistribution.Quantile(0.975).ShouldBe(1.959963984540054, 1e-13);
        NormalDistribution.Quantile(1e-10).ShouldBe(-6.361340902404056, 1e-10);
        NormalDistribution.Cumulative(-3.5).ShouldBe(2.326290790355401e-4, 1e-15);
        BetaDistribution.Cumulative(0.3, 2, 2).ShouldBe(0.216, 1e-13);             // 3x² − 2x³
        BetaDistribution.Quantile(0.5, 0.5, 0.5).ShouldBe(0.5, 1e-12);             // the arcsine law
        BetaDistribution.Cumulative(0.25, 0.5, 0.5).ShouldBe(1.0 / 3, 1e-12);
        Wilson.Of(20, 20).Low.ShouldBe(0.8389, 1e-4);
        Wilson.Of(38, 40).Low.ShouldBe(0.8350, 1e-4);
    }
}
