using Nights.Local.Simulation.People;

namespace Nights.IntegrationTests.Simulation;

public sealed class KindTests
{
    [Fact]
    public void The_alternating_press_left_right_left_right() =>
        Enumerable.Range(0, 20).Select(answered => new Mind(ParticipantKind.Alternating, 1, 1).Obey(left: true, answered).Left).ShouldBe(Enumerable.Range(0, 20).Select(i => i % 2 is 0));

    [Fact]
    public void Learners_get_better_the_tired_worse_and_the_sloppy_stop_looking()
    {
        foreach (var (early, late) in new[] { (0, 10), (10, 40) })
        {
            Attention.Lapses(ParticipantKind.Learner, late).ShouldBeLessThan(Attention.Lapses(ParticipantKind.Learner, early));
            Attention.Lapses(ParticipantKind.Good, late).ShouldBe(0.02);
        }

        Attention.Lapses(ParticipantKind.Tired, 20).ShouldBe(0.02);
        Attention.Lapses(ParticipantKind.Tired, 60).ShouldBe(0.52, 1e-9);
        Attention.Lapses(ParticipantKind.Tired, 1000).ShouldBe(0.52, 1e-9);
        Attention.Lapses(ParticipantKind.Sloppy, 19).ShouldBe(0.02);
        Attention.Lapses(ParticipantKind.Sloppy, 20).ShouldBe(1);
    }

    [Fact]
    public void Whoever_reads_does_what_a_check_says()
    {
        Obeyed(ParticipantKind.Good).ShouldBeInRange(480, 500);
        Obeyed(ParticipantKind.Fast).ShouldBeInRange(480, 500);
        Obeyed(ParticipantKind.Spammer).ShouldBeInRange(200, 300);
        Obeyed(ParticipantKind.Left).ShouldBe(250);
        Obeyed(ParticipantKind.Sloppy).ShouldBeInRange(200, 310);
    }

    [Fact]
    public void The_bursty_rush_rest_and_pause()
    {
        var mind = new Mind(ParticipantKind.Bursty, 1, 1);
        double Mean(int from, int to) => Enumerable.Range(from, to - from).Average(answered => mind.Obey(true, answered).ResponseMs);
        Mean(1, 10).ShouldBeLessThan(Mean(11, 20) / 2);
        mind.Obey(true, 10).ResponseMs.ShouldBeGreaterThan(8000);
    }

    private static int Obeyed(ParticipantKind kind)
    {
        var mind = new Mind(kind, 3, 7);
        return Enumerable.Range(0, 500).Count(answered => mind.Obey(answered % 2 is 0, answered).Left == (answered % 2 is 0));
    }
}
