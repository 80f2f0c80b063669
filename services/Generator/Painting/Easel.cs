using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using Nights.Contracts;
using Nights.Diffusion.Models;
using Nights.Diffusion.Pipelines;
using Nights.Diffusion.Schedulers;

namespace Nights.Generator.Painting;

/// <summary>
/// Where orders wait to be painted. Each painter takes what waits, as many orders of one kind as a batch holds, so batches form under load and nobody waits for
/// one to fill. Every order succeeds or fails by itself, whatever it was painted beside. Painting ends with the container, after the bus has let go of
/// what it had in hand: a stop never parks an order.
/// </summary>
internal sealed partial class Easel(ModelShelf models, IOptions<GeneratorOptions> options, GeneratorMeter meter, ILogger<Easel> logger)
    : ITripletPainter, IHostedService, IAsyncDisposable
{
    private const int MostTold = 1000;
    private readonly ConcurrentDictionary<string, bool> told = new();
    private readonly WaitingOrders waiting = new();
    private readonly CancellationTokenSource ending = new();
    private Task painters = Task.CompletedTask;

    /// <inheritdoc/>
    public bool Paints(string model) => models.Has(model);

    /// <inheritdoc/>
    public async Task<PaintedTriplet> Paint(PaintTriplet order, bool alone, CancellationToken cancel)
    {
        var job = new PaintJob(order, TripletOrder.Kind(order), alone, cancel);
        waiting.Add(job);
        var sheet = await job.Painted.Task.WaitAsync(cancel);
        Tell(order.Prompt, sheet.Pictures[0].CutWords);
        // Files are made here, on the order's own time, while the painter is at the next batch.
        return new PaintedTriplet([.. sheet.Pictures.Select(picture => PictureFile.Of(picture, sheet.Settings, sheet.Model))], sheet.Screened, CostMinor: 0);
    }

    /// <summary>Opens the model and paints one step with it first, so that a service without a usable one does not start, and a ready one is warm.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        using (var loan = await models.Borrow(models.ConfiguredName, cancellationToken))
        {
            LogProvider(loan.Model.Directory, loan.Model.Provider.Name, loan.Model.Provider.Reason);
            var edge = options.Value.WarmUpSize > 0 ? options.Value.WarmUpSize : Math.Max(64, loan.Model.SizeMultiple);
            new Painter(loan.Model).WarmUp(edge, edge, cancellationToken);
        }
        meter.Watch(() => waiting.Count);
        painters = Task.WhenAll(Enumerable.Range(0, options.Value.Painters).Select(_ => Task.Run(() => PaintWhatWaits(ending.Token), cancellationToken)));
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (ending.IsCancellationRequested)
            return;  // a container disposes what it made once for every registration
        await ending.CancelAsync();
        await painters.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (var job in waiting.TakeAll())
            job.Painted.TrySetCanceled(ending.Token);
        waiting.Dispose();
    }

    private async Task PaintWhatWaits(CancellationToken cancel)
    {
        while (true)
        {
            var batch = await waiting.Take(options.Value.BatchSize, cancel);
            await PaintTogether([.. batch.Where(job => !job.IsOver)], cancel);
        }
    }

    private async Task PaintTogether(IReadOnlyList<PaintJob> batch, CancellationToken cancel)
    {
        if (batch.Count == 0)
            return;
        try
        {
            using var loan = await models.Borrow(batch[0].Kind.Model, cancel);
            Paint(batch, loan.Model, cancel);
        }
        catch (Exception fault)
        {
            // A model that cannot be used is the order's fault; a store that cannot be reached is not.
            Fail(batch, fault is ModelFolderException or SchedulerConfigException ? new PaintingFaultException(fault) : fault);
        }
    }

    /// <summary>Once a prompt: a campaign has few, and paints each many times.</summary>
    private void Tell(string prompt, IReadOnlyList<string> cutWords)
    {
        if (cutWords.Count > 0 && told.Count < MostTold && told.TryAdd(prompt, true))
            LogCut(prompt, string.Join(' ', cutWords));
    }

    [LoggerMessage(LogLevel.Warning, "The prompt '{Prompt}' is too long for the text encoder; not read: {Words}")]
    private partial void LogCut(string prompt, string words);

    /// <summary>
    /// One run for all; if it fails, one for each half, so that in the end only those at fault fail: at a batch too large for the memory the halves are painted, at
    /// a poisoned order its neighbours.
    /// </summary>
    private void Paint(IReadOnlyList<PaintJob> batch, ModelFolder model, CancellationToken cancel)
    {
        try
        {
            new Batch(batch, model, meter).Paint(cancel);
        }
        catch (Exception) when (batch.Count > 1 && !cancel.IsCancellationRequested)
        {
            foreach (var half in batch.Where(job => !job.IsOver).Chunk((batch.Count + 1) / 2))
                Paint(half, model, cancel);
        }
        catch (Exception fault)
        {
            Fail(batch, fault is OrderRefusedException or OperationCanceledException ? fault : new PaintingFaultException(fault));
        }
    }

    private static void Fail(IReadOnlyList<PaintJob> batch, Exception fault)
    {
        foreach (var job in batch)
            job.Painted.TrySetException(fault);
    }

    [LoggerMessage(LogLevel.Information, "Painting with {Model} on {Provider} ({Reason})")]
    private partial void LogProvider(string model, string provider, string reason);
}
