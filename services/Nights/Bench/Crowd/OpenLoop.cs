using System.Collections.Concurrent;
using Nights.Domain.Randomness;

namespace Nights.Local.Bench.Crowd;

/// <summary>
/// Calls that come as people do: at drawn moments (a Poisson stream, seeded), whether the server has kept up or not. A call is timed from the moment at which it
/// was to be made, so that a server which stands still for a second is charged for everybody who came in it.
/// </summary>
internal sealed class OpenLoop(double perSecond, long seed, TimeProvider clock)
{
    /// <returns>Milliseconds of each call.</returns>
    public async Task<IReadOnlyCollection<double>> Run(TimeSpan during, Func<Task> call, CancellationToken cancel)
    {
        var took = new ConcurrentBag<double>();
        var calls = new List<Task>();
        var draw = new SplitMix64(seed);
        var start = clock.GetTimestamp();
        for (var due = Gap(draw); due < during; due += Gap(draw))
        {
            if (due - clock.GetElapsedTime(start) is { Ticks: > 0 } early) await Task.Delay(early, clock, cancel);
            calls.Add(One(due));
        }

        await Task.WhenAll(calls);
        return took;

        async Task One(TimeSpan due)
        {
            await Task.Yield();
            await call();
            took.Add((clock.GetElapsedTime(start) - due).TotalMilliseconds);
        }
    }

    private TimeSpan Gap(SplitMix64 draw) => TimeSpan.FromSeconds(-Math.Log(1 - draw.NextDouble()) / perSecond);
}
