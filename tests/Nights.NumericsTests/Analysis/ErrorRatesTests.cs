using Nights.DreamSim.Analysis;

namespace Nights.NumericsTests.Analysis;

public sealed class ErrorRatesTests
{
    [Fact]
    public void Undecided_triplets_do_not_count_as_errors()
    {
        // Gaps 0.1 to 1.0; those of 0.1 to 0.4 are wrong, 0.5 is split three to one, the rest right.
        double[] gaps = [.. Enumerable.Range(1, 10).Select(i => i / 10.0)];
        double[] scores = [0, 0, 0, 0, 0.75, 1, 1, 1, 1, 1];

        var rows = ErrorRates.OfGaps(gaps, scores);

        rows.Count.ShouldBe(10);
        (rows[0].Gap, rows[0].Decided).ShouldBe((0.1, 1.0));
        rows[0].Error.ShouldBe(4.25 / 10, 1e-12);
        (rows[4].Gap, rows[4].Decided).ShouldBe((0.5, 0.6));
        rows[4].Error.ShouldBe(0.25 / 6, 1e-12);
        rows[9].Error.ShouldBe(0, 1e-12);
    }

    [Fact]
    public void Equal_gaps_are_decided_together()
    {
        var row = ErrorRates.OfGaps([0.2, 0.2, 0.2], [1, 0, 1]).ShouldHaveSingleItem();

        row.Decided.ShouldBe(1);
        row.Error.ShouldBe(1 / 3.0, 1e-12);
    }

    [Fact]
    public void Both_errors_of_a_distance_are_shares_of_what_people_said()
    {
        // Shares "same" 1, 0.5, 0.5 (at one distance), 0: two judgements' worth of each answer.
        var rows = ErrorRates.OfSameness([0.3, 0.1, 0.3, 0.7], [0.5, 1, 0.5, 0]);

        rows.ShouldBe([
            new SamenessThreshold(0.1, 0.25, 0, 0.5),
            new SamenessThreshold(0.3, 0.75, 0.5, 0),
            new SamenessThreshold(0.7, 1, 1, 0),
        ]);
        ErrorRates.EqualError(rows)!.Distance.ShouldBe(0.1, "at 0.1 and at 0.3 the errors are half apart; the lower one is told");
    }

    [Fact]
    public void An_answer_that_nobody_gave_has_no_error_rate()
    {
        var rows = ErrorRates.OfSameness([0.1, 0.2], [1, 1]);

        rows.ShouldAllBe(row => row.FalseSame == null);
        ErrorRates.EqualError(rows).ShouldBeNull();
    }

    [Fact]
    public void Many_thresholds_are_thinned_to_their_ends()
    {
        double[] distances = [.. Enumerable.Range(0, 1000).Select(i => i / 1000.0)];

        var rows = ErrorRates.OfSameness(distances, [.. distances.Select(d => 1 - d)], most: 11);

        (rows.Count, rows[0].Distance, rows[^1].Distance).ShouldBe((11, 0, 0.999));
    }

    [Fact]
    public void The_worst_disagreement_is_that_of_most_people_then_of_the_widest_gap()
    {
        var worst = Disagreement.Worst(
            [Judged("agrees", 0, 0.1, 0.2), Judged("near", 1, 0.1, 0.2), Judged("far", 0, 0.9, 0.2), Judged("most", 0.6, 0.1, 0.9), Judged("tie", 1, 0.5, 0.5), Judged("half", 0.5, 0.1, 0.9)], 9);

        worst.Select(triplet => triplet.Id).ShouldBe(["far", "near", "most"]);
        worst[0].Against.ShouldBe(1);

        static Disagreement Judged(string id, double right, double left, double rightDistance) => new()
        {
            Id = id,
            About = "",
            Reference = "",
            Left = "",
            Right = "",
            Votes = 5,
            RightShare = right,
            LeftDistance = left,
            RightDistance = rightDistance,
        };
    }
}
