using Microsoft.Extensions.Time.Testing;
using Nights.Local.Bench.Crowd;

namespace Nights.IntegrationTests.Bench;

public sealed class OpenLoopTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_server_that_stands_still_is_charged_for_everybody_who_came_meanwhile()
    {
        var clock = new FakeTimeProvider();
        var standing = new TaskCompletionSource();
        var calls = 0;
        var running = new OpenLoop(perSecond: 20, seed: 3, clock).Run(TimeSpan.FromSeconds(1), async () =>
        {
            Interlocked.Increment(ref calls);
            await standing.Task;
        }, Cancel);
        // Nobody is answered in the second in which they come, nor in the four after it.
        while (calls is 0 || clock.GetUtcNow() < clock.Start.AddSeconds(5))
        {
            clock.Advance(TimeSpan.FromMilliseconds(5));
            await Task.Delay(1, Cancel);
        }

        standing.SetResult();
        var took = await running;

        took.Count.ShouldBe(calls);
        took.Count.ShouldBeGreaterThan(5);
        took.ShouldAllBe(milliseconds => milliseconds >= 4000);
        took.Distinct().Count().ShouldBe(took.Count, "each is timed from its own moment");
    }

    [Fact]
    public void Percentiles_are_values_that_were_measured()
    {
        var latencies = Latencies.Of(Enumerable.Range(1, 200).Select(number => (double)number).Reverse());
        latencies.ShouldBe(new Latencies(200, 100, 180, 198, 200));
        Latencies.Of([7]).ShouldBe(new Latencies(1, 7, 7, 7, 7));
        Should.Throw<InvalidOperationException>(() => Latencies.Of([]));
    }
}
