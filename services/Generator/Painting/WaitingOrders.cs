namespace Nights.Generator.Painting;

/// <summary>
/// Orders that wait to be painted, by kind. Whoever is free takes the kind whose first order has waited longest and as many of it as fill a batch, so that
/// mixed orders batch as well as uniform ones, models change seldom, and nobody waits for ever.
/// </summary>
internal sealed class WaitingOrders : IDisposable
{
    private readonly Lock taking = new();
    private readonly Dictionary<PaintKind, Queue<Waiting>> kinds = [];
    private readonly SemaphoreSlim count = new(0);
    private long arrivals;

    /// <summary>Orders that wait.</summary>
    public int Count => count.CurrentCount;

    public void Add(PaintJob job)
    {
        lock (taking)
        {
            if (!kinds.TryGetValue(job.Kind, out var queue))
                kinds[job.Kind] = queue = new();
            queue.Enqueue(new Waiting(arrivals++, job));
        }
        count.Release();
    }

    /// <summary>Waits for an order, and takes at most so many of its kind. A job that is to be painted alone is.</summary>
    public async Task<IReadOnlyList<PaintJob>> Take(int most, CancellationToken cancel)
    {
        await count.WaitAsync(cancel);
        lock (taking)
        {
            var (kind, queue) = kinds.MinBy(entry => entry.Value.Peek().Arrival);
            var first = queue.Dequeue().Job;
            List<PaintJob> batch = [first];
            // Each further order takes its own count with it, so that the count never falls short of what waits.
            while (!first.Alone && batch.Count < most && queue.TryPeek(out var next) && !next.Job.Alone && count.Wait(0, CancellationToken.None))
                batch.Add(queue.Dequeue().Job);
            if (queue.Count == 0)
                kinds.Remove(kind);
            return batch;
        }
    }

    /// <summary>All that wait, when nobody takes any more.</summary>
    public IReadOnlyList<PaintJob> TakeAll()
    {
        lock (taking)
        {
            List<PaintJob> all = [.. kinds.Values.SelectMany(queue => queue).OrderBy(waiting => waiting.Arrival).Select(waiting => waiting.Job)];
            kinds.Clear();
            return all;
        }
    }

    public void Dispose() => count.Dispose();

    private readonly record struct Waiting(long Arrival, PaintJob Job);
}
