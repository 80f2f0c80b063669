using Nights.Diffusion.Models;
using Nights.Diffusion.Schedulers;
using Nights.Diffusion.Variations;
using Nights.Domain.Campaigns;

namespace Nights.Diffusion.Pipelines;

/// <summary>
/// Paints pictures from prompts, from other pictures, and as variations of a reference. Each has its own noise stream and all arithmetic outside the graphs is
/// elementwise, so what a picture shows depends on its order alone, not on its batch. Threads may share an instance.
/// </summary>
public sealed class Painter(ModelFolder model)
{
    /// <summary>Paints a batch; results are in the order of the orders.</summary>
    /// <param name="orders">At least one.</param>
    /// <param name="settings">Common to all orders.</param>
    /// <param name="progress">Told the number of model calls made, after each.</param>
    /// <param name="cancel">Ends the model call under way and frees everything.</param>
    /// <exception cref="OrderRefusedException">An order or setting is outside what the model can paint.</exception>
    /// <exception cref="ModelFolderException">A graph failed.</exception>
    public IReadOnlyList<PaintedPicture> Paint(
        IReadOnlyList<PictureOrder> orders, PaintSettings settings, IProgress<int>? progress, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(orders);
        ArgumentNullException.ThrowIfNull(settings);
        OrderCheck.Require(orders, settings, model);
        var job = new PaintJob(model, settings, progress, cancel);
        var canvases = orders.Select(order => new Canvas(order)).ToList();
        job.Lay(canvases);
        job.Refine(canvases);
        return [.. canvases.Select(job.Finish)];
    }

    /// <summary>Model calls a picture from noise takes.</summary>
    /// <exception cref="OrderRefusedException">The schedule cannot be followed with these settings.</exception>
    public int Calls(PaintSettings settings) => Calls(settings, 1);

    /// <summary>Model calls the batch takes: what progress counts up to.</summary>
    /// <exception cref="OrderRefusedException">An order or setting is outside what the model can paint.</exception>
    public int Calls(IReadOnlyList<PictureOrder> orders, PaintSettings settings)
    {
        ArgumentNullException.ThrowIfNull(orders);
        ArgumentNullException.ThrowIfNull(settings);
        OrderCheck.Require(orders, settings, model);
        var canvases = orders.Select(order => new Canvas(order)).ToList();
        return PaintJob.Lays(canvases).Sum(lay => Calls(settings, lay.Key.Strength))
            + PaintJob.Refinements(canvases).Sum(run => Calls(settings, StepLevels.ImageToImageStrength(run.Key.Level)));
    }

    /// <summary>The configuration a run with these settings follows.</summary>
    public SchedulerConfig SchedulerOf(PaintSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return Trajectory.ConfigOf(model, settings);
    }

    /// <summary>One step of one picture, so that the first order does not wait for what the runtime does once.</summary>
    public void WarmUp(int width, int height, CancellationToken cancel) => Paint(
        [new PictureOrder { Prompt = "warm-up", Seed = 0 }],
        new PaintSettings { Width = width, Height = height, Steps = 1, Scheduler = "euler", Safety = PictureSafety.Off },
        progress: null,
        cancel);

    private int Calls(PaintSettings settings, double strength)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var scheduler = Trajectory.Scheduler(model, settings, LatentShape.Of(model, settings), strength);
        return scheduler.Timesteps.Count - scheduler.Begin;
    }
}
