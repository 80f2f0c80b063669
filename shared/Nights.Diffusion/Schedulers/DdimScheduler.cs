using Nights.Diffusion.Noise;

namespace Nights.Diffusion.Schedulers;

/// <summary>
/// DDIM (Song, Meng, Ermon 2021, equation 12). Checked against diffusers 58eb52c to 1e-5. As there, the previous timestep is the current one less
/// the integer stride under every spacing, and the noise is not computed anew after clipping.
/// </summary>
public sealed class DdimScheduler : IScheduler
{
    private readonly SchedulerConfig config;
    private readonly double[] alphas;
    private readonly double alphaBeyondTheEnd;
    private readonly int stride;
    private readonly double eta;
    private readonly bool clips;

    /// <param name="config">The model's configuration.</param>
    /// <param name="steps">Inference steps.</param>
    /// <param name="eta">0 for the deterministic sampler, 1 for as much fresh noise as DDPM adds.</param>
    public DdimScheduler(SchedulerConfig config, int steps, double eta = 0)
    {
        (this.config, this.eta) = (config, eta);
        alphas = NoiseSchedule.From(config).Alphas;
        alphaBeyondTheEnd = config.SetAlphaToOne ?? true ? 1 : alphas[0];
        clips = config.ClipSample ?? true;
        Timesteps = [.. InferenceTimesteps.Falling(config, steps, config.Spacing ?? TimestepSpacing.Leading, rounded: true).Select(t => (float)t)];
        stride = InferenceTimesteps.Stride(config, steps);
    }

    /// <inheritdoc/>
    public IReadOnlyList<float> Timesteps { get; }

    /// <inheritdoc/>
    public float InitialNoiseSigma => 1;

    /// <inheritdoc/>
    public void ScaleInput(int step, ReadOnlySpan<float> latents, Span<float> input) => latents.CopyTo(input);

    /// <inheritdoc/>
    public void Step(int step, ReadOnlySpan<float> prediction, Span<float> latents, INoiseSource noise)
    {
        var timestep = (int)Timesteps[step];
        var alpha = alphas[timestep];
        var previous = timestep >= stride ? alphas[timestep - stride] : alphaBeyondTheEnd;
        var deviation = eta * Math.Sqrt((1 - previous) / (1 - alpha) * (1 - alpha / previous));
        var weights = PredictionWeights.For(config.Prediction, Math.Sqrt(alpha), Math.Sqrt(1 - alpha));
        var (nextSignal, nextSpread) = ((float)Math.Sqrt(previous), (float)Math.Sqrt(1 - previous - deviation * deviation));
        var range = clips ? (float)config.ClipSampleRange : float.PositiveInfinity;

        for (var i = 0; i < latents.Length; i++)
        {
            var (x, output) = (latents[i], prediction[i]);
            latents[i] = nextSignal * Clip(weights.Clean(x, output), range) + nextSpread * weights.Noise(x, output);
        }
        if (deviation > 0)
            AddFresh(latents, (float)deviation, noise);
    }

    /// <inheritdoc/>
    public void AddNoise(int step, ReadOnlySpan<float> clean, ReadOnlySpan<float> noise, Span<float> noised) =>
        VariancePreserving.AddNoise(alphas[(int)Timesteps[step]], clean, noise, noised);

    /// <summary>Unlike Math.Clamp, lets NaN pass: it is to be found at the end, not hidden.</summary>
    private static float Clip(float value, float range) => value > range ? range : value < -range ? -range : value;

    private static void AddFresh(Span<float> latents, float deviation, INoiseSource noise)
    {
        var fresh = new float[latents.Length];
        noise.Fill(fresh);
        for (var i = 0; i < latents.Length; i++)
            latents[i] += deviation * fresh[i];
    }
}
