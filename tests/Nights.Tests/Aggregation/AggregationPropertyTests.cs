using Nights.Domain.Aggregation;
using Nights.Domain.Randomness;

namespace Nights.Tests.Aggregation;

public sealed class AggregationPropertyTests
{
    private static readonly double[] Mixed = [.. Enumerable.Repeat(0.9, 10), .. Enumerable.Repeat(0.5, 6)];

    public static TheoryData<AggregationMethod> Methods() => [.. Enum.GetValues<AggregationMethod>()];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Methods))]
    public void The_order_of_votes_changes_no_digit(AggregationMethod method)
    {
        var (judgements, _) = Crowd.Drawn(1, 120, Mixed, 0.3);
        var order = new SeededPermutation(judgements.Count, 7, 0);
        var votes = Crowd.Votes(judgements);
        var shuffled = Crowd.Of([.. Enumerable.Range(0, votes.Count).Select(place => votes[(int)order.At(place)])], judgements.Items, judgements.Participants);

        var (one, other) = (Aggregators.Run(method, judgements, Cancel), Aggregators.Run(method, shuffled, Cancel));

        for (var item = 0; item < one.Items; item++) other.Posterior(item).SequenceEqual(one.Posterior(item)).ShouldBeTrue();
        other.Participants.ShouldBe(one.Participants);
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void A_and_B_may_change_names(AggregationMethod method)
    {
        var (judgements, _) = Crowd.Drawn(2, 100, Mixed, 0.4);

        // Without drawn starts: these are not alike under a change of names.
        Consensus Run(Judgements votes) => method is AggregationMethod.Mace ? Mace.Of(votes, new MaceOptions { Starts = 1 }, Cancel) : Aggregators.Run(method, votes, Cancel);
        var (one, other) = (Run(judgements), Run(judgements.Relabelled([1, 0])));

        for (var item = 0; item < one.Items; item++) other.Posterior(item)[1].ShouldBe(one.Posterior(item)[0], 1e-6);
        for (var participant = 0; participant < Mixed.Length; participant++) other.Participants[participant].Value.ShouldBe(one.Participants[participant].Value, 1e-6);
    }

    [Theory]
    [InlineData(AggregationMethod.OneCoin)]
    [InlineData(AggregationMethod.DawidSkene)]
    [InlineData(AggregationMethod.Mace)]
    public void Spammers_are_found_out_and_the_labels_are_better_for_it(AggregationMethod method)
    {
        var (found, better) = (0, 0.0);
        for (var seed = 10; seed < 16; seed++)
        {
            var (judgements, truth) = Crowd.Drawn(seed, 400, Mixed, 0.4);
            var consensus = Aggregators.Run(method, judgements, Cancel);
            better += Crowd.RightShare(consensus, truth) - Crowd.RightShare(MajorityVote.Of(judgements, Cancel), truth);
            for (var participant = 0; participant < Mixed.Length; participant++)
            {
                consensus.Participants[participant].Value.ShouldBe(Mixed[participant], 0.15);
                if (Mixed[participant] > 0.5 && consensus.Participants[participant].Interval.Contains(Mixed[participant])) found++;
            }
        }

        better.ShouldBeGreaterThan(0);
        // Of 60 people who know something. MACE's intervals are those of its approximation, which is too sure of itself.
        if (method is not AggregationMethod.Mace) found.ShouldBeGreaterThan(45);
    }

    [Fact]
    public void Glad_knows_who_is_able_and_labels_better_than_the_majority()
    {
        var better = 0.0;
        for (var seed = 20; seed < 24; seed++)
        {
            var (judgements, truth) = Crowd.Drawn(seed, 400, Mixed, 0.4);
            var consensus = Glad.Of(judgements, cancel: Cancel);
            better += Crowd.RightShare(consensus, truth) - Crowd.RightShare(MajorityVote.Of(judgements, Cancel), truth);
            consensus.Participants.Take(10).Min(one => one.Value).ShouldBeGreaterThan(consensus.Participants.Skip(10).Max(one => one.Value));
        }

        better.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void Whoever_means_the_other_is_put_right()
    {
        double[] accuracy = [.. Enumerable.Repeat(0.85, 8), .. Enumerable.Repeat(0.1, 3)];
        var (judgements, truth) = Crowd.Drawn(3, 500, accuracy, 0.6);

        var consensus = DawidSkene.OneCoin(judgements, cancel: Cancel);

        consensus.Participants[9].Value.ShouldBeLessThan(0.25);
        Crowd.RightShare(consensus, truth).ShouldBeGreaterThan(Crowd.RightShare(MajorityVote.Of(judgements, Cancel), truth));
    }

    [Fact]
    public void Items_without_votes_and_ties_have_no_label()
    {
        var judgements = Crowd.Of([(0, 0, 0), (0, 1, 1)], items: 2, participants: 3);

        foreach (var method in Enum.GetValues<AggregationMethod>())
        {
            var consensus = Aggregators.Run(method, judgements, Cancel);
            consensus.Label(0).ShouldBeNull();
            consensus.Label(1).ShouldBeNull();
        }
    }

    [Fact]
    public void Two_votes_of_one_participant_on_an_item_are_refused() =>
        Should.Throw<ArgumentException>(() => Crowd.Of([(0, 1, 0), (1, 1, 0), (0, 1, 1)], items: 2, participants: 2))
            .Message.ShouldBe("Participant 1 judged item 0 twice; give one vote for each participant and item.");

    [Fact]
    public void A_cancelled_run_stops() =>
        Should.Throw<OperationCanceledException>(() => DawidSkene.Full(Crowd.Drawn(1, 50, Mixed, 0.4).Judgements, cancel: new CancellationToken(canceled: true)));
}
