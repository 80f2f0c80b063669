using Microsoft.Extensions.Time.Testing;
using Nights.Local.Simulation;

namespace Nights.IntegrationTests.Simulation;

public sealed class MetronomeTests
{
    [Fact]
    public void Turns_come_evenly_and_missed_ones_are_not_made_up_for()
    {
        var (clock, cancel) = (new FakeTimeProvider(), TestContext.Current.CancellationToken);
        var metronome = new Metronome(perSecond: 10, clock);
        metronome.Turn(cancel).IsCompleted.ShouldBeTrue();
        var second = metronome.Turn(cancel);
        var third = metronome.Turn(cancel);
        clock.Advance(TimeSpan.FromMilliseconds(100));
        (second.IsCompleted, third.IsCompleted).ShouldBe((true, false));
        clock.Advance(TimeSpan.FromSeconds(10));
        third.IsCompleted.ShouldBeTrue();
        metronome.Turn(cancel).IsCompleted.ShouldBeTrue();
        metronome.Turn(cancel).IsCompleted.ShouldBeFalse();
    }
}
