using Nights.DreamSim.Evaluation;
using Nights.DreamSim.Judgements;

namespace Nights.NumericsTests.Evaluation;

public sealed class AssessTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public void Two_alternatives_count_a_tie_a_half_and_shares_as_shares()
    {
        // Four triplets (0, 1, 2), (3, 4, 5), ...: right, wrong, a tie, and right for three of four people.
        var set = Choices([1, 0, 1, 0.75]);
        var metric = new TableMetric("it", (a, b) => (a / 3, b - a) switch { (0, 1) => 2, (0, 2) => 1, (1, 1) => 2, (1, 2) => 1, (2, _) => 1, (3, 1) => 5, _ => 4 });

        var figure = Assess.Run([metric], set, 10, 1, null, Cancel).Parts.ShouldHaveSingleItem().Figures.ShouldHaveSingleItem();

        (figure.Statistic, figure.Metric).ShouldBe(("2AFC", "it"));
        figure.Value.ShouldBe((1 + 0 + 0.5 + 0.75) / 4);
        figure.FirstMinusIt.ShouldBeNull();
    }

    [Fact]
    public void The_interval_of_a_mean_is_that_of_the_normal_approximation()
    {
        var part = Halves(groupOf: item => item);

        var half = 1.96 * 0.5 / Math.Sqrt(400);
        part.Figures[0].Value.ShouldBe(0.5);
        part.Figures[0].Interval95![0].ShouldBe(0.5 - half, 0.006);
        part.Figures[0].Interval95![1].ShouldBe(0.5 + half, 0.006);
        (part.Judgements, part.Groups).ShouldBe((400, 400));
    }

    [Fact]
    public void Judgements_of_one_group_are_drawn_together()
    {
        // Groups of four that are all right or all wrong: as wide as for a hundred judgements.
        var part = Halves(groupOf: item => item / 4);

        var half = 1.96 * 0.5 / Math.Sqrt(100);
        part.Groups.ShouldBe(100);
        part.Figures[0].Interval95![0].ShouldBe(0.5 - half, 0.012);
        part.Figures[0].Interval95![1].ShouldBe(0.5 + half, 0.012);
    }

    [Fact]
    public void Metrics_are_compared_on_the_same_samples()
    {
        // The second metric errs where the first does and on every tenth beside: its own interval is wide, that of the difference narrow.
        var set = Choices([.. Enumerable.Range(0, 400).Select(_ => 1.0)]);
        var first = Metric("first", item => item % 2 == 0);
        var second = Metric("second", item => item % 2 == 0 && item % 10 != 0);

        var figures = Assess.Run([first, second, Metric("again", item => item % 2 == 0)], set, 2000, 1, null, Cancel).Parts[0].Figures;

        figures[1].FirstMinusIt!.Value.ShouldBe(0.1, 1e-12);
        var half = 1.96 * Math.Sqrt(0.1 * 0.9 / 400);
        figures[1].FirstMinusIt95![0].ShouldBe(0.1 - half, 0.005);
        figures[1].FirstMinusIt95![1].ShouldBe(0.1 + half, 0.005);
        figures[2].FirstMinusIt95.ShouldBe([0, 0]);
    }

    [Fact]
    public void The_interval_of_a_rank_correlation_is_fishers()
    {
        var random = new Random(1);
        double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        var points = Enumerable.Range(0, 500).Select(_ => Normal()).Select(x => (Distance: -x, Opinion: 0.8 * x + 0.6 * Normal())).ToArray();
        var set = new QualityOpinions(
            [.. Enumerable.Range(0, 501).Select(i => $"{i}")], [.. points.Select((p, i) => new QualityOpinion(500, i, p.Opinion))],
            [.. points.Select((_, i) => $"{i}")], [new JudgedPart("all", [.. Enumerable.Range(0, 500)])]);

        var figures = Assess.Run([new TableMetric("it", (_, b) => points[b].Distance)], set, 2000, 1, null, Cancel).Parts[0].Figures;

        figures.Select(f => f.Statistic).ShouldBe(["SRCC", "KRCC", "PLCC"]);
        foreach (var (figure, widening) in new[] { (figures[0], 1 + 0.8 * 0.8 / 2), (figures[2], 1.0) })
        {
            // Fisher's z has a standard error of √(1 / (n − 3)); for ranks Bonett and Wright give √((1 + ρ² / 2) / (n − 3)).
            var (z, half) = (Math.Atanh(figure.Value!.Value), 1.96 * Math.Sqrt(widening / 497));
            figure.Interval95![0].ShouldBe(Math.Tanh(z - half), 0.015);
            figure.Interval95![1].ShouldBe(Math.Tanh(z + half), 0.015);
        }
        figures[2].Value!.Value.ShouldBe(0.8, 0.05);
    }

    [Fact]
    public void The_same_seed_gives_the_same_intervals_and_another_gives_others()
    {
        AssessedPart Run(long seed) => Assess.Run([Metric("it", item => item % 3 == 0)], Choices([.. Enumerable.Repeat(1.0, 90)]), 200, seed, null, Cancel).Parts[0];

        Run(5).Figures[0].Interval95.ShouldBe(Run(5).Figures[0].Interval95);
        Run(5).Figures[0].Interval95.ShouldNotBe(Run(6).Figures[0].Interval95);
    }

    [Fact]
    public void The_odd_one_out_is_found_when_no_pair_is_closer_and_ties_count_as_found()
    {
        var set = new OddOneOuts(["a", "b", "c", "d", "e", "f", "g", "h", "i"], [new(0, 1, 2), new(3, 4, 5), new(6, 7, 8)], ["0", "1", "2"], [new JudgedPart("all", [0, 1, 2])]);
        // found; the second pair is closer to the odd one; a tie.
        var metric = new TableMetric("it", (a, b) => (a, b) switch { (0, 1) => 1, (4, 5) => 1, (3, 4) => 2, (6, 7) => 2, (7, 8) => 2, _ => 3 });

        Assess.Run([metric], set, 10, 1, null, Cancel).Parts[0].Figures[0].Value!.Value.ShouldBe(2 / 3.0, 1e-12);
    }

    [Fact]
    public void Precision_at_k_is_the_share_of_a_pictures_nearest_that_show_the_same()
    {
        // On a line: a a b a b b ... the nearest of each by hand.
        double[] at = [0, 1, 2.1, 3.3, 4.6, 6, 20];
        string[] labels = ["a", "a", "b", "a", "b", "b", "a"];
        var set = new LabelledPictures([.. at.Select(x => $"{x}")], labels);

        var figures = Assess.Run([new TableMetric("it", (a, b) => Math.Abs(at[a] - at[b]))], set, 10, 1, null, Cancel).Parts[0].Figures;

        figures.Select(f => f.Statistic).ShouldBe(["P@1", "P@5"], "ten others are not there");
        figures[0].Value!.Value.ShouldBe((1 + 1 + 0 + 0 + 0 + 1 + 0) / 7.0, 1e-12);
        figures[1].Value!.Value.ShouldBe((2 + 2 + 2 + 2 + 2 + 2 + 2) / 35.0, 1e-12, "all others but the farthest, which is an a: each has two of its kind among them");
    }

    [Fact]
    public void Pictures_at_one_distance_share_the_places_that_are_left()
    {
        var set = new LabelledPictures(["p", "q", "r"], ["a", "a", "b"]);

        var figure = Assess.Run([new TableMetric("it", (_, _) => 1)], set, 10, 1, null, Cancel).Parts[0].Figures[0];

        figure.Value!.Value.ShouldBe((0.5 + 0.5 + 0) / 3, 1e-12);
    }

    [Fact]
    public void What_is_not_determined_is_null_and_a_distance_that_is_no_number_a_fault()
    {
        var set = new QualityOpinions(["r", "a", "b"], [new(0, 1, 1), new(0, 2, 2)], ["0", "1"], [new JudgedPart("all", [0, 1])]);

        Assess.Run([new TableMetric("flat", (_, _) => 1)], set, 10, 1, null, Cancel).Parts[0].Figures.ShouldAllBe(f => f.Value == null && f.Interval95 == null);
        Should.Throw<InvalidDataException>(() => Assess.Run([new TableMetric("broken", (_, b) => b == 2 ? double.NaN : 1)], set, 10, 1, null, Cancel))
            .Message.ShouldContain("The distance of r and b is not a number");
    }

    /// <summary>Triplets of pictures 3i, 3i + 1, 3i + 2.</summary>
    private static ForcedChoices Choices(double[] rightShares, Func<int, int>? groupOf = null) => new(
        [.. Enumerable.Range(0, 3 * rightShares.Length).Select(i => $"{i}")], [.. rightShares.Select((share, i) => new ForcedChoice(3 * i, 3 * i + 1, 3 * i + 2, share))],
        [.. rightShares.Select((_, i) => $"{groupOf?.Invoke(i) ?? i}")], [new JudgedPart("all", [.. Enumerable.Range(0, rightShares.Length)])]);

    /// <summary>Finds the right picture closer or the left one.</summary>
    private static TableMetric Metric(string name, Func<int, bool> right) => new(name, (a, b) => b - a == 2 == right(a / 3) ? 0 : 1);

    /// <summary>400 judgements, half right; those of a group alike.</summary>
    private static AssessedPart Halves(Func<int, int> groupOf) => Assess.Run(
        [Metric("it", item => groupOf(item) % 2 == 0)], Choices([.. Enumerable.Repeat(1.0, 400)], groupOf), 4000, 1, null, Cancel).Parts[0];
}
