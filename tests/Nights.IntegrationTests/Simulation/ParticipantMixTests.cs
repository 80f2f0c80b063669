using Nights.Local.Simulation.People;

namespace Nights.IntegrationTests.Simulation;

public sealed class ParticipantMixTests
{
    [Fact]
    public void Shares_hold_as_nearly_as_they_can()
    {
        var come = ParticipantMix.Parse("good:0.8, spammer:0.15, left:0.05").Arrivals().Take(100).ToList();
        come.Count(kind => kind == ParticipantKind.Good).ShouldBe(80);
        come.Count(kind => kind == ParticipantKind.Spammer).ShouldBe(15);
        come.Take(20).Count(kind => kind == ParticipantKind.Left).ShouldBe(1);
    }

    [Fact]
    public void A_kind_alone_means_all() => ParticipantMix.Parse("duplicate").Arrivals().Take(5).ShouldAllBe(kind => kind == ParticipantKind.Duplicate);

    [Theory]
    [InlineData("", "Profile '': there is no participant ''; there are good, spammer, left, quitter, duplicate, fast, alternating, careless, learner, tired, sloppy, bursty, ghost, reload, late.")]
    [InlineData("god:1", "Profile 'god:1': there is no participant 'god'")]
    [InlineData("good:0.5,good:0.5", "Profile 'good:0.5,good:0.5': good is named twice; add its shares up.")]
    [InlineData("good:0.5,left:0.4", "Profile 'good:0.5,left:0.4': the shares add up to 0.9; they must add up to 1.")]
    [InlineData("good:1.5", "Profile 'good:1.5': the share '1.5' of good is not a number above 0 and up to 1.")]
    [InlineData("good:0,left:1", "Profile 'good:0,left:1': the share '0' of good is not a number above 0 and up to 1.")]
    [InlineData("good:NaN", "Profile 'good:NaN': the share 'NaN' of good")]
    [InlineData("good:", "Profile 'good:': the share '' of good")]
    public void What_is_wrong_with_a_profile_is_told(string profile, string message) =>
        Should.Throw<FormatException>(() => ParticipantMix.Parse(profile)).Message.ShouldStartWith(message);
}
