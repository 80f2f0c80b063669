using System.Threading.Channels;
using Microsoft.Extensions.Options;
using Nights.Contracts;
using Nights.Diffusion.Pipelines;

namespace Nights.Generator.Painting;

/// <summary>
/// Where orders wait to be painted. Each painter takes what waits, as many orders of one kind as a batch holds, so batches form under load and nobody waits for
/// one to fill. Every order succeeds or fails by itself, whatever it was painted beside. Painting ends with the container, after the bus has let go of
/// what it had in hand: a stop never parks an order.
/// </summary>
internal sealed class Easel(ModelShelf models, IOptions<GeneratorOptions> options) : ITripletPainter, IHostedService, IAsyncDisposable
{
    private readonly Channel<Job> waiting = Channel.CreateUnbounded<Job>();
    private readonly CancellationTokenSource ending = new();
    private Task painters = Task.CompletedTask;

    /// <summary>Paints the three pictures of an order, in the order of its seeds.</summary>
    /// <exception cref="OrderRefusedException">The order can never be painted.</exception>
    /// <exception cref="PictureFaultException">The model paints something that is no picture.</exception>
    public async Task<IReadOnlyList<FinishedPicture>> Paint(PaintTriplet order, CancellationToken cancel)
    {
        var job = new Job(order, cancel);
        await waiting.Writer.WriteAsync(job, cancel);
        return await job.Painted.Task.WaitAsync(cancel);
    }

    /// <summary>Whatever nobody else paints: the shelf's refusal names the models it has.</summary>
    bool ITripletPainter.Paints(string model) => true;

    async Task<PaintedTriplet> ITripletPainter.Paint(PaintTriplet order, CancellationToken cancel) =>
        new(await Paint(order, cancel), PaintingToll.None.Screened, 0);

    /// <summary>Opens the model first, so that a service without a usable one does not start.</summary>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _ = models.Configured;
        painters = Task.WhenAll(Enumerable.Range(0, options.Value.Painters).Select(_ => Task.Run(() => PaintWhatWaits(ending.Token), cancellationToken)));
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (!waiting.Writer.TryComplete())
            return;  // a container disposes what it made once for every registration
        await ending.CancelAsync();
        await painters.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        ending.Dispose();
    }

    private async Task PaintWhatWaits(CancellationToken cancel)
    {
        Job? held = null;
        while (held is not null || await waiting.Reader.WaitToReadAsync(cancel))
        {
            if (held is null && !waiting.Reader.TryRead(out held))
                continue;  // the other painter was faster
            List<Job> batch = [held];
            held = null;
            while (batch.Count < options.Value.BatchSize && held is null && waiting.Reader.TryRead(out var next))
            {
                if (TripletOrder.Batch(next.Order) == TripletOrder.Batch(batch[0].Order))
                    batch.Add(next);
                else
                    held = next;
            }
            batch.RemoveAll(job => job.Cancel.IsCancellationRequested);
            PaintTogether(batch, cancel);
        }
    }

    /// <summary>One run for all; if it fails, each order alone, so that only those at fault fail.</summary>
    private void PaintTogether(List<Job> batch, CancellationToken cancel)
    {
        try
        {
            if (batch.Count > 0)
                Paint(batch, cancel);
        }
        catch (Exception) when (batch.Count > 1 && !cancel.IsCancellationRequested)
        {
            foreach (var job in batch)
                PaintTogether([job], cancel);
        }
        catch (Exception fault)
        {
            foreach (var job in batch)
                job.Painted.TrySetException(fault);
        }
    }

    private void Paint(List<Job> batch, CancellationToken cancel)
    {
        var (name, settings) = TripletOrder.Batch(batch[0].Order);
        var model = models.Get(name);
        var painted = new Painter(model).Paint([.. batch.SelectMany(job => TripletOrder.PictureOrders(job.Order))], settings, progress: null, cancel);
        foreach (var (job, pictures) in batch.Zip(painted.Chunk(TripletOrder.Pictures)))
            job.Finish(() => [.. pictures.Select(picture => PictureFinish.Finish(picture, settings, model))]);
    }

    private sealed record Job(PaintTriplet Order, CancellationToken Cancel)
    {
        public TaskCompletionSource<IReadOnlyList<FinishedPicture>> Painted { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Finish(Func<IReadOnlyList<FinishedPicture>> finish)
        {
            try
            {
                Painted.TrySetResult(finish());
            }
            catch (PictureFaultException fault)
            {
                Painted.TrySetException(fault);
            }
        }
    }
}
