namespace Nights.Local.Simulation;

/// <summary>Whether a campaign is through, asked for many participants at once but at most four times a second. Once through, it stays so.</summary>
internal sealed class DoneWatch(Func<CancellationToken, Task<bool>>? until, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan AskAgain = TimeSpan.FromMilliseconds(250);

    private readonly SemaphoreSlim asking = new(1);
    private long? asked;
    private bool done;

    /// <summary>Never, when there is nobody to ask.</summary>
    public async Task<bool> IsDone(CancellationToken cancel)
    {
        if (until is null) return false;
        await asking.WaitAsync(cancel);
        try
        {
            if (done || (asked is { } last && clock.GetElapsedTime(last) < AskAgain)) return done;
            done = await until(cancel);
            asked = clock.GetTimestamp();
            return done;
        }
        finally
        {
            asking.Release();
        }
    }

    public void Dispose() => asking.Dispose();
}
