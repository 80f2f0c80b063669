namespace Nights.Campaigns.Channels;

/// <summary>Wakes the channel loop of this process before its next look. Ringing it twice before it wakes is ringing it once.</summary>
internal sealed class ChannelBell : IDisposable
{
    private readonly SemaphoreSlim rung = new(0, 1);
    private readonly Lock ringing = new();

    public void Ring()
    {
        lock (ringing)
        {
            if (rung.CurrentCount is 0) rung.Release();
        }
    }

    /// <summary>Returns when the bell rings or the time is over.</summary>
    public Task Wait(TimeSpan longest, CancellationToken cancel) => rung.WaitAsync(longest, cancel);

    public void Dispose() => rung.Dispose();
}
