using Nights.Diffusion.Noise;

namespace Nights.Diffusion.Schedulers;

/// <summary>
/// DDPM (Ho, Jain, Abbeel 2020, equation 7), over any subset of the timesteps. Checked against the constants of diffusers' own tests. Draws noise at
/// every step but one at timestep 0.
/// </summary>
public sealed class DdpmScheduler : IScheduler
{
    private readonly PredictionType type;
    private readonly CleanLimit limit;
    private readonly double[] alphas;
    private readonly bool variesByBeta;
    private readonly Kept clean = new();
    private readonly Kept fresh = new();

    public DdpmScheduler(SchedulerConfig config, SchedulerRun run)
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(run);
        type = config.Prediction;
        limit = CleanLimit.Of(config, run, byDefault: true);
        variesByBeta = (config.VarianceType ?? "fixed_small") switch
        {
            "fixed_small" or "fixed_small_log" => false,
            "fixed_large" => true,
            var other => throw new SchedulerConfigException(
                $"{SchedulerConfigFile.Name}: variance_type '{other}' is not computed; fixed_small, fixed_small_log and fixed_large are."),
        };
        alphas = NoiseSchedule.From(config).Alphas;
        Timesteps = [.. InferenceTimesteps.Falling(config, run.Steps, config.Spacing ?? TimestepSpacing.Leading, rounded: true).Select(t => (float)t)];
        Begin = run.FirstOf(Timesteps.Count);
    }

    /// <inheritdoc/>
    public IReadOnlyList<float> Timesteps { get; }

    /// <inheritdoc/>
    public int Begin { get; }

    /// <inheritdoc/>
    public float InitialNoiseSigma => 1;

    /// <inheritdoc/>
    public bool IsStochastic => true;

    /// <inheritdoc/>
    public void ScaleInput(int step, ReadOnlySpan<float> latents, Span<float> input) => latents.CopyTo(input);

    /// <inheritdoc/>
    public void Step(int step, ReadOnlySpan<float> prediction, Span<float> latents, INoiseSource noise)
    {
        var timestep = (int)Timesteps[step];
        var alpha = (float)alphas[timestep];
        var previous = step + 1 < Timesteps.Count ? (float)alphas[(int)Timesteps[step + 1]] : 1;
        // In float32, as the reference: between neighbouring timesteps β is what rounding leaves of it.
        var kept = alpha / previous;
        var beta = 1 - kept;
        var ofClean = Math.Sqrt(previous) * beta / (1 - alpha);
        var ofX = Math.Sqrt(kept) * (1 - previous) / (1 - alpha);

        var weights = PredictionWeights.ForAlpha(type, alpha);
        var limited = clean.Of(latents.Length);
        Blend.Into(limited, weights.CleanOfX, latents, weights.CleanOfOutput, prediction);
        limit.Apply(limited);
        Blend.Into(latents, ofX, latents, ofClean, limited);
        if (timestep > 0)
        {
            var variance = variesByBeta ? beta : Math.Max((1 - previous) / (1 - alpha) * beta, 1e-20f);
            noise.Fill(fresh.Of(latents.Length));
            Blend.Add(latents, Math.Sqrt(variance), fresh.Values);
        }
    }

    /// <inheritdoc/>
    public void AddNoise(int step, ReadOnlySpan<float> clean, ReadOnlySpan<float> noise, Span<float> noised) =>
        VariancePreserving.AddNoise(alphas[(int)Timesteps[step]], clean, noise, noised);
}
