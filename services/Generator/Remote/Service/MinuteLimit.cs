namespace Nights.Generator.Remote.Service;

/// <summary>
/// At most so many units in any 60 seconds, first come, first served. Stricter than a bucket of tokens, which lets up to twice its rate through in the first minute.
/// </summary>
/// <param name="perMinute">0 for no limit.</param>
internal sealed class MinuteLimit(int perMinute, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim turn = new(1);
    private readonly Queue<long> taken = new();

    /// <summary>Waits until the units are free, and takes them. Not more at once than the limit.</summary>
    public async Task Take(int units, CancellationToken cancel)
    {
        if (perMinute == 0)
            return;
        await turn.WaitAsync(cancel);
        try
        {
            while (taken.Count + units > perMinute)
            {
                if (Minute - clock.GetElapsedTime(taken.Peek()) is var left && left > TimeSpan.Zero)
                    await Task.Delay(left, clock, cancel);
                taken.Dequeue();
            }
            for (var unit = 0; unit < units; unit++)
                taken.Enqueue(clock.GetTimestamp());
        }
        finally
        {
            turn.Release();
        }
    }

    public void Dispose() => turn.Dispose();
}
