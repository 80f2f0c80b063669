using Nights.Diffusion.Noise;

namespace Nights.Diffusion.Schedulers;

/// <summary>
/// Euler's method on the straight path x = (1-σ)·clean + σ·noise that flow matching learns (Esser et al. 2024); the network predicts noise - clean.
/// Checked against diffusers 58eb52c, with its quirk: under a static shift the last σ is shifted when the schedule is trained and again when it is laid.
/// </summary>
public sealed class FlowMatchEulerScheduler : IScheduler
{
    private readonly bool isStochastic;
    private readonly float[] sigmas;
    private readonly Kept fresh = new();

    public FlowMatchEulerScheduler(SchedulerConfig config, SchedulerRun run)
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(run);
        isStochastic = config.StochasticSampling;
        sigmas = [.. FlowShift.Lay(config, run).Select(sigma => (float)sigma), 0];
        Timesteps = [.. sigmas[..^1].Select(sigma => sigma * config.TrainTimesteps)];
        Begin = run.FirstOf(Timesteps.Count);
    }

    /// <inheritdoc/>
    public IReadOnlyList<float> Timesteps { get; }

    /// <inheritdoc/>
    public IReadOnlyList<float> Sigmas => sigmas;

    /// <inheritdoc/>
    public int Begin { get; }

    /// <inheritdoc/>
    public float InitialNoiseSigma => 1;

    /// <inheritdoc/>
    public bool IsStochastic => isStochastic && Timesteps.Count > 1;

    /// <inheritdoc/>
    public void ScaleInput(int step, ReadOnlySpan<float> latents, Span<float> input) => latents.CopyTo(input);

    /// <inheritdoc/>
    public void Step(int step, ReadOnlySpan<float> prediction, Span<float> latents, INoiseSource noise)
    {
        double from = sigmas[step], to = sigmas[step + 1];
        if (!isStochastic)
        {
            Blend.Add(latents, to - from, prediction);
            return;
        }
        // To the clean latents, and back up to the next level with fresh noise.
        Blend.Into(latents, 1 - to, latents, -from * (1 - to), prediction);
        noise.Fill(fresh.Of(latents.Length));
        Blend.Add(latents, to, fresh.Values);
    }

    /// <inheritdoc/>
    public void AddNoise(int step, ReadOnlySpan<float> clean, ReadOnlySpan<float> noise, Span<float> noised) =>
        Blend.Into(noised, 1 - (double)sigmas[step], clean, sigmas[step], noise);
}
