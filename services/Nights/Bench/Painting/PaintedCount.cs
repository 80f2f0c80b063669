namespace Nights.Local.Bench.Painting;

/// <summary>Counts announcements until all that was ordered is there. An order that fails ends the bench.</summary>
internal sealed class PaintedCount(int wanted)
{
    private readonly TaskCompletionSource reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int count;

    public Task Reached => reached.Task;

    public void Painted()
    {
        if (Interlocked.Increment(ref count) == wanted) reached.TrySetResult();
    }

    public void Failed(string reason) => reached.TrySetException(new InvalidOperationException($"A triplet could not be painted: {reason}"));
}
