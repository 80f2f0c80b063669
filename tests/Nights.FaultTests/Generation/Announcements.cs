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
    public Task Reaches(int count, TimeSpan within, Func<string> output, CancellationToken cancel) =>
        Until(() => Count >= count, $"{count} paintings", within, output, cancel);

    /// <summary>Waits for a generator's first announcement: those of one that was killed may still be on their way.</summary>
    /// <exception cref="TimeoutException">It announced nothing; with what the generators wrote.</exception>
    public Task Begins(string generator, TimeSpan within, Func<string> output, CancellationToken cancel) =>
        Until(() => painted.Any(message => message.Generator == generator), $"one of generator {generator}", within, output, cancel);

    private async Task Until(Func<bool> reached, string what, TimeSpan within, Func<string> output, CancellationToken cancel)
    {
        for (var started = TimeProvider.System.GetTimestamp(); !reached(); await Task.Delay(20, cancel))
            if (TimeProvider.System.GetElapsedTime(started) > within)
                throw new TimeoutException($"{Count} paintings were announced within {within}, {failed.Count} failed; {what} were waited for.\n{output()}");
    }
}
