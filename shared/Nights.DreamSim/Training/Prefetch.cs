namespace Nights.DreamSim.Training;

/// <summary>Gathers the batch of the next step on another thread while a step computes. A fault of gathering comes out where its batch is asked for.</summary>
/// <param name="gather">Gives the batch of a step, counted from 0.</param>
/// <param name="from">The first step.</param>
/// <param name="until">The step after the last.</param>
internal sealed class Prefetch(Func<int, TrainingBatch> gather, int from, int until) : IAsyncDisposable
{
    private int step = from;
    private Task<TrainingBatch>? ahead;

    /// <summary>The next step's batch; the caller's to dispose.</summary>
    public async Task<TrainingBatch> Next()
    {
        if (step >= until) throw new InvalidOperationException($"The steps end at {until}.");
        var batch = await (ahead ?? Begin(step));
        ahead = ++step < until ? Begin(step) : null;
        return batch;
    }

    public async ValueTask DisposeAsync()
    {
        if (ahead is null) return;
        await ahead.ContinueWith(task => { if (task.IsCompletedSuccessfully) task.Result.Dispose(); else _ = task.Exception; }, TaskScheduler.Default);
    }

    private Task<TrainingBatch> Begin(int at) => Task.Run(() => gather(at));
}
