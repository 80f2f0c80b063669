using Nights.Diffusion.Noise;

namespace Nights.Diffusion.Schedulers;

/// <summary>
/// Euler steps to below the next noise level, and fresh noise back up to it. Checked against diffusers 58eb52c. Draws noise at every step, even the
/// last, which uses none of it: the stream counts on that.
/// </summary>
public sealed class EulerAncestralScheduler : IScheduler
{
    private readonly PredictionType type;
    private readonly EulerTimetable timetable;
    private readonly Kept fresh = new();

    public EulerAncestralScheduler(SchedulerConfig config, SchedulerRun run)
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
    public bool IsStochastic => Timesteps.Count > 1;  // a single step leaves no noise

    /// <inheritdoc/>
    public void ScaleInput(int step, ReadOnlySpan<float> latents, Span<float> input) => EulerStep.ScaleInput(Sigmas[step], latents, input);

    /// <inheritdoc/>
    public void Step(int step, ReadOnlySpan<float> prediction, Span<float> latents, INoiseSource noise)
    {
        double from = Sigmas[step], to = Sigmas[step + 1];
        var up = Math.Sqrt(to * to * (from * from - to * to) / (from * from));
        EulerStep.Move(type, from, Math.Sqrt(to * to - up * up), prediction, latents);
        noise.Fill(fresh.Of(latents.Length));
        Blend.Add(latents, up, fresh.Values);
    }

    /// <inheritdoc/>
    public void AddNoise(int step, ReadOnlySpan<float> clean, ReadOnlySpan<float> noise, Span<float> noised) =>
        Blend.Into(noised, 1, clean, Sigmas[step], noise);
}
