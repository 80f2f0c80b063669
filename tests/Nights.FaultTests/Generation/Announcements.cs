using System.Collections.Concurrent;
using Nights.Contracts;

namespace Nights.FaultTests.Generation;

/// <summary>What generators said, in the order in which it was heard. The same painting may be announced more than once.</summary>
public sealed class Announcements
{
    private readonly ConcurrentQueue<TripletPainted> painted = new();
    private readonly ConcurrentQueue<PaintingFailed> failed = new();

    public IReadOnlyCollection<TripletPainted> Painted => painted;

    public IReadOnlyCollection<PaintingFailed> Failed => failed;

    /// <summary>Paintings announced at least once.</summary>
    public int Count => painted.Select(message => message.PaintingId).Distinct().Count();

    public void Add(TripletPainted message) => painted.Enqueue(message);

    public void Add(PaintingFailed message) => failed.Enqueue(message);

    /// <exception cref="TimeoutException">So many paintings were not announced; with what the generators wrote.</exception>
    public async Task Reaches(int count, TimeSpan within, Func<string> output, CancellationToken cancel)
    {
        for (var started = TimeProvider.System.GetTimestamp(); Count < count; await Task.Delay(20, cancel))
            if (TimeProvider.System.GetElapsedTime(started) > within)
                throw new TimeoutException($"{Count} of {count} paintings were announced within {within}, {failed.Count} failed.\n{output()}");
    }
}
