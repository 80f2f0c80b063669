using Nights.Diffusion.Models;
using Nights.Diffusion.Noise;
using Nights.Diffusion.Schedulers;

namespace Nights.Diffusion.Pipelines;

/// <summary>
/// Paints pictures from prompts. Each has its own noise stream and all arithmetic outside the graphs is elementwise, so what a picture shows
/// depends on its order alone, not on its batch. Threads may share an instance.
/// </summary>
public sealed class Painter(ModelFolder model)
{
    /// <summary>Paints a batch; results are in the order of the orders.</summary>
    /// <param name="orders">At least one.</param>
    /// <param name="settings">Common to all orders.</param>
    /// <param name="progress">Told the number of model calls made, after each.</param>
    /// <param name="cancel">Heeded between model calls.</param>
    /// <exception cref="OrderRefusedException">An order or setting is outside what the model can paint.</exception>
    public IReadOnlyList<PaintedPicture> Paint(
        IReadOnlyList<PictureOrder> orders, PaintSettings settings, IProgress<int>? progress, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(orders);
        OrderCheck.Require(orders, settings, model);
        var scheduler = CreateScheduler(settings);
        var noise = new NoiseByRow([.. orders.Select(order => new TorchCpuNoise(order.Seed))]);
        var shape = new LatentShape(orders.Count, model.Unet.Channels, settings.Height / model.VaeDecoder.Factor, settings.Width / model.VaeDecoder.Factor);

        var guidance = Guidance.Prepare(model, orders, settings);
        var latents = InitialLatents(shape, noise, scheduler.InitialNoiseSigma);
        var input = new float[latents.Length];
        for (var step = 0; step < scheduler.Timesteps.Count; step++)
        {
            cancel.ThrowIfCancellationRequested();
            scheduler.ScaleInput(step, latents, input);
            scheduler.Step(step, guidance.Predict(input, shape, scheduler.Timesteps[step]), latents, noise);
            progress?.Report(step + 1);
        }
        return [.. orders.Select((order, row) => Decode(order, latents.AsSpan(row * shape.RowLength, shape.RowLength), shape, cancel))];
    }

    /// <summary>Model calls a batch takes: what progress counts up to.</summary>
    public int Calls(PaintSettings settings) => CreateScheduler(settings).Timesteps.Count;

    /// <summary>The configuration a run with these settings follows.</summary>
    public SchedulerConfig SchedulerOf(PaintSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return settings.Scheduler is { Length: > 0 } name ? model.Scheduler with { Class = SchedulerCatalogue.ClassOf(name) } : model.Scheduler;
    }

    private IScheduler CreateScheduler(PaintSettings settings)
    {
        try
        {
            return SchedulerCatalogue.Create(SchedulerOf(settings), new SchedulerRun { Steps = settings.Steps });
        }
        catch (Exception refused) when (refused is SchedulerConfigException or ArgumentOutOfRangeException)
        {
            throw new OrderRefusedException(refused.Message, refused);
        }
    }

    private static float[] InitialLatents(LatentShape shape, NoiseByRow noise, float sigma)
    {
        var latents = new float[shape.Length];
        noise.Fill(latents);
        if (sigma != 1)
            for (var i = 0; i < latents.Length; i++)
                latents[i] *= sigma;
        return latents;
    }

    private PaintedPicture Decode(PictureOrder order, ReadOnlySpan<float> latents, LatentShape shape, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        if (!Pixels.AreFinite(latents))
            return new PaintedPicture(order, PictureFault.LatentsNotFinite);
        var planes = model.VaeDecoder.Decode(latents, [1, shape.Channels, shape.Height, shape.Width]);
        return Pixels.ToPicture(order, planes, shape.Width * model.VaeDecoder.Factor, shape.Height * model.VaeDecoder.Factor);
    }
}
