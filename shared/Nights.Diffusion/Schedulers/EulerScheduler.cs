using Nights.Diffusion.Noise;

namespace Nights.Diffusion.Schedulers;

/// <summary>The Euler method without churn (Karras et al. 2022, algorithm 2). Checked against diffusers 58eb52c. Draws no noise.</summary>
public sealed class EulerScheduler : IScheduler
{
    private readonly PredictionType type;
    private readonly EulerTimetable timetable;

    public EulerScheduler(SchedulerConfig config, SchedulerRun run)
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(run);
        type = config.Prediction;
        timetable = EulerTimetable.Lay(config, run);
        Begin = run.FirstOf(Timesteps.Count);
    }

    /// <inheritdoc/>
    public IReadOnlyList<float> Timesteps => timetable.Timesteps;

    /// <inheritdoc/>
    public IReadOnlyList<float> Sigmas => timetable.Sigmas;

    /// <inheritdoc/>
    public int Begin { get; }

    /// <inheritdoc/>
    public float InitialNoiseSigma => timetable.InitialNoiseSigma;

    /// <inheritdoc/>
    public void ScaleInput(int step, ReadOnlySpan<float> latents, Span<float> input) => EulerStep.ScaleInput(Sigmas[step], latents, input);

    /// <inheritdoc/>
    public void Step(int step, ReadOnlySpan<float> prediction, Span<float> latents, INoiseSource noise) =>
        EulerStep.Move(type, Sigmas[step], Sigmas[step + 1], prediction, latents);

    /// <inheritdoc/>
    public void AddNoise(int step, ReadOnlySpan<float> clean, ReadOnlySpan<float> noise, Span<float> noised) =>
        Blend.Into(noised, 1, clean, Sigmas[step], noise);
}
