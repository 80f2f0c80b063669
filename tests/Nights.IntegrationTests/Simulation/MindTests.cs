using Nights.Local.Simulation.People;
using Nights.Local.Simulation.Sight;

namespace Nights.IntegrationTests.Simulation;

public sealed class MindTests
{
    private static readonly SeenPicture[] Seen = Look();

    [Fact]
    public void The_same_seed_gives_the_same_person_and_another_seed_another()
    {
        Answers(new Mind(ParticipantKind.Spammer, 5, 3)).ShouldBe(Answers(new Mind(ParticipantKind.Spammer, 5, 3)));
        Answers(new Mind(ParticipantKind.Spammer, 6, 3)).ShouldNotBe(Answers(new Mind(ParticipantKind.Spammer, 5, 3)));
        Answers(new Mind(ParticipantKind.Spammer, 5, 4)).ShouldNotBe(Answers(new Mind(ParticipantKind.Spammer, 5, 3)));
    }

    [Theory]
    [InlineData("Good")]
    [InlineData("Spammer")]
    public void On_exchanged_sides_the_same_picture_is_chosen(string kind)
    {
        var mind = new Mind(Enum.Parse<ParticipantKind>(kind), 1, 1);
        foreach (var (reference, one, other) in Trials()) mind.Judge(reference, one, other).Left.ShouldBe(!mind.Judge(reference, other, one).Left);
    }

    [Fact]
    public void Left_is_always_left() => Answers(new Mind(ParticipantKind.Left, 1, 1)).ShouldAllBe(answer => answer.Left);

    [Fact]
    public void A_coin_falls_on_both_sides() => Answers(new Mind(ParticipantKind.Spammer, 1, 1)).Count(answer => answer.Left).ShouldBeInRange(200, 304);

    [Fact]
    public void A_careful_participant_mostly_chooses_what_the_oracle_would()
    {
        var mind = new Mind(ParticipantKind.Good, 1, 1);
        var clear = Trials().Select(trial => (trial, First: PerceptualOracle.ChooseFirst(Taste.Common, trial.Reference, trial.One, trial.Other)))
            .Where(trial => trial.First is < 0.02 or > 0.98).ToList();
        clear.Count.ShouldBeGreaterThan(50);
        var agree = clear.Count(trial => mind.Judge(trial.trial.Reference, trial.trial.One, trial.trial.Other).Left == trial.First > 0.5);
        ((double)agree / clear.Count).ShouldBeInRange(0.93, 0.9999);
    }

    [Fact]
    public void Only_the_too_fast_are_below_the_floor()
    {
        Answers(new Mind(ParticipantKind.Fast, 1, 1)).ShouldAllBe(answer => answer.ResponseMs >= 40 && answer.ResponseMs < 400);
        foreach (var kind in new[] { ParticipantKind.Good, ParticipantKind.Spammer, ParticipantKind.Left })
            Answers(new Mind(kind, 1, 1)).ShouldAllBe(answer => answer.ResponseMs > 400);
    }

    [Fact]
    public void A_quitter_gives_some_answers_but_never_all() =>
        Enumerable.Range(0, 200).ShouldAllBe(number => new Mind(ParticipantKind.Quitter, 1, number).Endurance(40) >= 1 && new Mind(ParticipantKind.Quitter, 1, number).Endurance(40) < 40);

    private static List<Judgement> Answers(Mind mind) => [.. Trials().Select(trial => mind.Judge(trial.Reference, trial.One, trial.Other))];

    private static IEnumerable<(SeenPicture Reference, SeenPicture One, SeenPicture Other)> Trials() =>
        from reference in Seen
        from one in Seen
        from other in Seen
        where one.Key != other.Key && reference.Key != one.Key && reference.Key != other.Key
        select (reference, one, other);

    private static SeenPicture[] Look()
    {
        var oracle = new PerceptualOracle();
        return [.. Enumerable.Range(0, 9).Select(i => oracle.Look(Drawn.Picture(
            x: 0.3 + 0.05 * i, radius: 0.1 + 0.025 * (i * 5 % 9), colour: i % 2 == 0 ? Drawn.Red : Drawn.Blue)))];
    }
}
