using Nights.Diffusion.Noise;

namespace Nights.Diffusion.Schedulers;

/// <summary>
/// DDIM (Song, Meng, Ermon 2021, equation 12). Checked against diffusers 58eb52c. As there, the previous timestep is the current one less
/// the integer stride under every spacing, and the noise is not computed anew after clipping.
/// </summary>
public sealed class DdimScheduler : IScheduler
{
    private readonly PredictionType type;
    private readonly CleanLimit limit;
    private readonly double[] alphas;
    private readonly double alphaBeyondTheEnd;
    private readonly int stride;
    private readonly double eta;
    private readonly Kept clean = new();
    private readonly Kept fresh = new();

    /// <param name="config">The model's configuration.</param>
    /// <param name="run">Its eta is 0 for the deterministic sampler, 1 for as much fresh noise as DDPM adds.</param>
    public DdimScheduler(SchedulerConfig config, SchedulerRun run)
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(run);
        (type, eta) = (config.Prediction, run.Eta ?? 0);
        limit = CleanLimit.Of(config, run, byDefault: true);
        alphas = NoiseSchedule.From(config).Alphas;
        alphaBeyondTheEnd = config.SetAlphaToOne ?? true ? 1 : alphas[0];
        Timesteps = [.. InferenceTimesteps.Falling(config, run.Steps, config.Spacing ?? TimestepSpacing.Leading, rounded: true).Select(t => (float)t)];
        stride = InferenceTimesteps.Stride(config, run.Steps);
        Begin = run.FirstOf(Timesteps.Count);
    }

    /// <inheritdoc/>
    public IReadOnlyList<float> Timesteps { get; }

    /// <inheritdoc/>
    public int Begin { get; }

    /// <inheritdoc/>
    public float InitialNoiseSigma => 1;

    /// <inheritdoc/>
    public bool IsStochastic => eta > 0;

    /// <inheritdoc/>
    public void ScaleInput(int step, ReadOnlySpan<float> latents, Span<float> input) => latents.CopyTo(input);

    /// <inheritdoc/>
    public void Step(int step, ReadOnlySpan<float> prediction, Span<float> latents, INoiseSource noise)
    {
        var timestep = (int)Timesteps[step];
        var alpha = alphas[timestep];
        var previous = timestep >= stride ? alphas[timestep - stride] : alphaBeyondTheEnd;
        var deviation = eta * Math.Sqrt((1 - previous) / (1 - alpha) * (1 - alpha / previous));
        var (signal, spread) = (Math.Sqrt(previous), Math.Sqrt(1 - previous - deviation * deviation));
        var weights = PredictionWeights.ForAlpha(type, alpha);
        if (limit.IsNone)
        {
            Blend.Into(latents, signal * weights.CleanOfX + spread * weights.NoiseOfX, latents,
                signal * weights.CleanOfOutput + spread * weights.NoiseOfOutput, prediction);
        }
        else
        {
            var limited = clean.Of(latents.Length);
            Blend.Into(limited, weights.CleanOfX, latents, weights.CleanOfOutput, prediction);
            limit.Apply(limited);
            Blend.Into(latents, spread * weights.NoiseOfX, latents, spread * weights.NoiseOfOutput, prediction);
            Blend.Add(latents, signal, limited);
        }
        if (eta > 0)
        {
            noise.Fill(fresh.Of(latents.Length));
            Blend.Add(latents, deviation, fresh.Values);
        }
    }

    /// <inheritdoc/>
    public void AddNoise(int step, ReadOnlySpan<float> clean, ReadOnlySpan<float> noise, Span<float> noised) =>
        VariancePreserving.AddNoise(alphas[(int)Timesteps[step]], clean, noise, noised);
}
