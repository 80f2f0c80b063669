namespace Nights.Local.Simulation;

/// <summary>Lets answers through at an even rate, whoever gives them.</summary>
internal sealed class Metronome(double perSecond, TimeProvider clock)
{
    private readonly Lock gate = new();
    private readonly TimeSpan beat = TimeSpan.FromSeconds(1 / perSecond);
    private readonly long start = clock.GetTimestamp();
    private TimeSpan next = TimeSpan.Zero;

    /// <summary>Waits for the caller's turn. Turns nobody took are not made up for.</summary>
    public Task Turn(CancellationToken cancel)
    {
        TimeSpan wait;
        lock (gate)
        {
            var now = clock.GetElapsedTime(start);
            var turn = next > now ? next : now;
            next = turn + beat;
            wait = turn - now;
        }

        return wait > TimeSpan.Zero ? Task.Delay(wait, clock, cancel) : Task.CompletedTask;
    }
}
