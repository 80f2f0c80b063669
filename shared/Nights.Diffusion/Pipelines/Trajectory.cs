using System.Numerics.Tensors;
using Nights.Diffusion.Models;
using Nights.Diffusion.Noise;
using Nights.Diffusion.Schedulers;

namespace Nights.Diffusion.Pipelines;

/// <summary>One run of a scheduler over a batch: from noise, or from clean latents noised again, to clean latents.</summary>
internal sealed class Trajectory(ModelFolder model, PaintSettings settings, LatentShape picture, CancellationToken cancel)
{
    /// <summary>A row of the batch.</summary>
    /// <param name="Prompts">What guides it.</param>
    /// <param name="Noise">Its own stream.</param>
    /// <param name="Start">Clean latents to start from, channels × height × width; null for pure noise.</param>
    public sealed record Row(PromptTrack Prompts, INoiseSource Noise, float[]? Start);

    /// <summary>The scheduler of a run that forgets this share of its start.</summary>
    /// <exception cref="OrderRefusedException">The schedule cannot be followed with these settings.</exception>
    public static IScheduler Scheduler(ModelFolder model, PaintSettings settings, LatentShape picture, double strength)
    {
        try
        {
            return SchedulerCatalogue.Create(
                ConfigOf(model, settings),
                new SchedulerRun { Steps = settings.Steps, Strength = strength, Eta = settings.Eta, LatentArea = picture.Height * picture.Width, Rows = picture.Rows });
        }
        catch (Exception refused) when (refused is SchedulerConfigException or SchedulerRunException)
        {
            throw new OrderRefusedException(refused.Message, refused);
        }
    }

    /// <summary>The configuration a run with these settings follows.</summary>
    public static SchedulerConfig ConfigOf(ModelFolder model, PaintSettings settings) =>
        settings.Scheduler is { Length: > 0 } name ? model.Scheduler with { Class = SchedulerCatalogue.ClassOf(name) } : model.Scheduler;

    /// <summary>Runs all rows together; a row's result does not depend on the others.</summary>
    /// <param name="rows">All from noise, or all from a start.</param>
    /// <param name="strength">Share of the schedule that runs: 1 from noise.</param>
    /// <param name="called">Told after each model call.</param>
    /// <returns>Clean latents, row after row.</returns>
    public float[] Run(IReadOnlyList<Row> rows, double strength, Action called)
    {
        var shape = picture with { Rows = rows.Count };
        var scheduler = Scheduler(model, settings, shape, strength);
        var noise = new NoiseByRow([.. rows.Select(row => row.Noise)]);
        var latents = Begin(rows, shape, scheduler, noise);
        using var denoiser = new Denoiser(model, [.. rows.Select(row => row.Prompts)], shape, settings, cancel);

        var step = scheduler.Begin;
        Denoiser.SpanAction scaled = input => scheduler.ScaleInput(step, latents, input);
        for (; step < scheduler.Timesteps.Count; step++)
        {
            cancel.ThrowIfCancellationRequested();
            var prediction = denoiser.Predict(step - scheduler.Begin, scheduler.Timesteps.Count - scheduler.Begin, scheduler.Timesteps[step], scaled);
            scheduler.Step(step, prediction, latents, noise);
            called();
        }
        return latents;
    }

    private static float[] Begin(IReadOnlyList<Row> rows, LatentShape shape, IScheduler scheduler, NoiseByRow noise)
    {
        var latents = new float[shape.Length];
        noise.Fill(latents);
        if (rows[0].Start is null)
        {
            if (scheduler.InitialNoiseSigma != 1)
                TensorPrimitives.Multiply(latents, scheduler.InitialNoiseSigma, latents);
            return latents;
        }
        var clean = new float[shape.Length];
        for (var row = 0; row < rows.Count; row++)
            rows[row].Start!.CopyTo(clean, row * shape.RowLength);
        var noised = new float[shape.Length];
        scheduler.AddNoise(scheduler.Begin, clean, latents, noised);
        return noised;
    }
}
