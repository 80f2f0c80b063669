using Nights.Diffusion.Noise;

namespace Nights.Diffusion.Schedulers;

/// <summary>
/// Multistep consistency sampling (Luo et al. 2023): every call predicts the clean latents, which are noised again to the next timestep. Checked
/// against diffusers 58eb52c. The timesteps are picked from the schedule of the distillation, of which image-to-image uses the end; the last call draws
/// no noise.
/// </summary>
public sealed class LcmScheduler : IScheduler
{
    /// <summary>Standard deviation of the data that the boundary condition supposes.</summary>
    private const double SigmaData = 0.5;

    private readonly PredictionType type;
    private readonly CleanLimit limit;
    private readonly double[] alphas;
    private readonly double scaling;
    private readonly Kept clean = new();
    private readonly Kept fresh = new();

    public LcmScheduler(SchedulerConfig config, SchedulerRun run)
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(run);
        (type, scaling) = (config.Prediction, config.TimestepScaling);
        limit = CleanLimit.Of(config, run, byDefault: false);
        alphas = NoiseSchedule.From(config).Alphas;
        Timesteps = Picked(config, run);
    }

    /// <inheritdoc/>
    public IReadOnlyList<float> Timesteps { get; }

    /// <summary>Always 0: strength shortens the schedule the timesteps are picked from.</summary>
    public int Begin => 0;

    /// <inheritdoc/>
    public float InitialNoiseSigma => 1;

    /// <inheritdoc/>
    public bool IsStochastic => Timesteps.Count > 1;

    /// <inheritdoc/>
    public void ScaleInput(int step, ReadOnlySpan<float> latents, Span<float> input) => latents.CopyTo(input);

    /// <inheritdoc/>
    public void Step(int step, ReadOnlySpan<float> prediction, Span<float> latents, INoiseSource noise)
    {
        var timestep = (int)Timesteps[step];
        var weights = PredictionWeights.ForAlpha(type, alphas[timestep]);
        var limited = clean.Of(latents.Length);
        Blend.Into(limited, weights.CleanOfX, latents, weights.CleanOfOutput, prediction);
        limit.Apply(limited);

        // The boundary condition: at timestep 0 the latents themselves are the answer.
        var scaled = timestep * scaling;
        var whole = scaled * scaled + SigmaData * SigmaData;
        Blend.Into(latents, SigmaData * SigmaData / whole, latents, scaled / Math.Sqrt(whole), limited);
        if (step + 1 == Timesteps.Count)
            return;
        var next = alphas[(int)Timesteps[step + 1]];
        noise.Fill(fresh.Of(latents.Length));
        Blend.Into(latents, Math.Sqrt(next), latents, Math.Sqrt(1 - next), fresh.Values);
    }

    /// <inheritdoc/>
    public void AddNoise(int step, ReadOnlySpan<float> clean, ReadOnlySpan<float> noise, Span<float> noised) =>
        VariancePreserving.AddNoise(alphas[(int)Timesteps[step]], clean, noise, noised);

    private static float[] Picked(SchedulerConfig config, SchedulerRun run)
    {
        run.RequireStrength();
        var original = run.OriginalSteps ?? config.OriginalInferenceSteps;
        if (original < 1 || original > config.TrainTimesteps)
            throw new SchedulerRunException(
                $"{original} original steps were asked for; it takes 1 to {config.TrainTimesteps}, the timesteps the model was trained on.");
        var used = (int)(original * run.Strength);
        if (run.Steps > used)
            throw new SchedulerRunException(
                $"LCM picks its steps from {original} original ones, of which strength {run.Strength} leaves {used}; {run.Steps} steps were asked for. "
                + "Ask for fewer steps, or more strength.");
        var stride = config.TrainTimesteps / original;
        return [.. Enumerable.Range(0, run.Steps).Select(i => (float)((used - (int)(i * ((double)used / run.Steps))) * stride - 1))];
    }
}
