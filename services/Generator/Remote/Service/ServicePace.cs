using Microsoft.Extensions.Options;

namespace Nights.Generator.Remote.Service;

/// <summary>When the next request may go out: as many under way as allowed, within both limits a minute, and not while the service wants to be left alone.</summary>
internal sealed class ServicePace : IDisposable
{
    private readonly RemoteOptions options;
    private readonly TimeProvider clock;
    private readonly SemaphoreSlim seats;
    private readonly MinuteLimit requests;
    private readonly MinuteLimit images;
    private readonly Lock gate = new();
    private DateTimeOffset quietUntil = DateTimeOffset.MinValue;

    public ServicePace(IOptions<RemoteOptions> options, TimeProvider clock)
    {
        (this.options, this.clock) = (options.Value, clock);
        seats = new SemaphoreSlim(this.options.Concurrency);
        requests = new MinuteLimit(this.options.RequestsPerMinute, clock);
        images = new MinuteLimit(this.options.ImagesPerMinute, clock);
    }

    /// <summary>Waits for the turn of a request.</summary>
    /// <returns>The seat, to be given back by disposing it when the answer is there.</returns>
    /// <exception cref="ServiceFaultException">The service wants to be left alone for longer than is waited for.</exception>
    public async Task<IDisposable> Enter(int pictures, CancellationToken cancel)
    {
        await seats.WaitAsync(cancel);
        try
        {
            await Quiet(cancel);
            await requests.Take(1, cancel);
            await images.Take(pictures, cancel);
            await Quiet(cancel);
            return new Seat(seats);
        }
        catch
        {
            seats.Release();
            throw;
        }
    }

    /// <summary>Lets no request out for so long.</summary>
    public void Hold(TimeSpan wait)
    {
        lock (gate)
        {
            if (clock.GetUtcNow() + wait is var until && until > quietUntil)
                quietUntil = until;
        }
    }

    public void Dispose()
    {
        seats.Dispose();
        requests.Dispose();
        images.Dispose();
    }

    private async Task Quiet(CancellationToken cancel)
    {
        while (Left() is var left && left > TimeSpan.Zero)
        {
            if (left > options.LongestWait)
            {
                throw new ServiceFaultException(
                    $"{options.Host} wants to be left alone for {left.TotalSeconds:F0} s; {options.LongestWaitSeconds} s are waited for "
                    + "(Generator:Remote:LongestWaitSeconds).",
                    mayBeRepeated: true);
            }
            await Task.Delay(left, clock, cancel);
        }
    }

    private TimeSpan Left()
    {
        lock (gate)
            return quietUntil - clock.GetUtcNow();
    }

    private sealed class Seat(SemaphoreSlim seats) : IDisposable
    {
        private int given;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref given, 1) == 0)
                seats.Release();
        }
    }
}
