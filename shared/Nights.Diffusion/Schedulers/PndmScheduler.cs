using Nights.Diffusion.Noise;

namespace Nights.Diffusion.Schedulers;

/// <summary>
/// Pseudo numerical methods (Liu, Ren, Lin, Zhao 2022): linear multistep of order 4, begun with three pseudo Runge-Kutta steps of four calls each,
/// or without them as Stable Diffusion is (skip_prk_steps; the second timestep is then visited twice). Checked against diffusers 58eb52c.
/// As there, a run that begins later counts its calls from its beginning.
/// </summary>
public sealed class PndmScheduler : IScheduler
{
    private const int Order = 4;

    private static readonly double[][] MultistepWeights =
    [
        [1],
        [3 / 2.0, -1 / 2.0],
        [23 / 12.0, -16 / 12.0, 5 / 12.0],
        [55 / 24.0, -59 / 24.0, 37 / 24.0, -9 / 24.0],
    ];

    private readonly PredictionType type;
    private readonly double[] alphas;
    private readonly double alphaBeyondTheEnd;
    private readonly int stride;
    private readonly int rungeKuttaCalls;
    private readonly History history = new(Order);
    private readonly Kept kept = new();
    private readonly Kept weighted = new();
    private int calls;

    public PndmScheduler(SchedulerConfig config, SchedulerRun run)
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(run);
        type = config.Prediction == PredictionType.Sample
            ? throw new SchedulerConfigException($"{SchedulerConfigFile.Name}: PNDMScheduler is not defined for prediction_type 'sample'.")
            : config.Prediction;
        if (!config.SkipPrkSteps && run.Steps < Order)
            throw new SchedulerRunException($"PNDM with Runge-Kutta steps needs at least {Order} steps; {run.Steps} were asked for.");
        // The class has no such key, so that a model's own does not reach it.
        alphas = NoiseSchedule.From(config with { RescaleBetasZeroSnr = false }).Alphas;
        alphaBeyondTheEnd = config.SetAlphaToOne ?? false ? 1 : alphas[0];
        stride = InferenceTimesteps.Stride(config, run.Steps);
        var falling = InferenceTimesteps.Falling(config, run.Steps, config.Spacing ?? TimestepSpacing.Leading, rounded: true);
        var rungeKutta = config.SkipPrkSteps ? [] : RungeKuttaTimesteps(falling, stride / 2);
        var multistep = config.SkipPrkSteps ? [.. falling.Take(2), .. falling.Skip(1)] : falling[(Order - 1)..];
        rungeKuttaCalls = rungeKutta.Length;
        Timesteps = [.. rungeKutta.Concat(multistep).Select(t => (float)t)];
        Begin = run.FirstOf(Timesteps.Count);
    }

    /// <inheritdoc/>
    public IReadOnlyList<float> Timesteps { get; }

    /// <inheritdoc/>
    public int Begin { get; }

    /// <inheritdoc/>
    public float InitialNoiseSigma => 1;

    /// <inheritdoc/>
    public void ScaleInput(int step, ReadOnlySpan<float> latents, Span<float> input) => latents.CopyTo(input);

    /// <inheritdoc/>
    public void Step(int step, ReadOnlySpan<float> prediction, Span<float> latents, INoiseSource noise)
    {
        if (calls < rungeKuttaCalls)
            RungeKutta((int)Timesteps[step], prediction, latents);
        else
            Multistep((int)Timesteps[step], prediction, latents);
        calls++;
    }

    /// <inheritdoc/>
    public void AddNoise(int step, ReadOnlySpan<float> clean, ReadOnlySpan<float> noise, Span<float> noised) =>
        VariancePreserving.AddNoise(alphas[(int)Timesteps[step]], clean, noise, noised);

    /// <summary>Four calls a step, all of them leading from the latents of the first; weights 1/6, 1/3, 1/3, 1/6.</summary>
    private void RungeKutta(int timestep, ReadOnlySpan<float> prediction, Span<float> latents)
    {
        var stage = calls % 4;
        var sum = weighted.Of(latents.Length);
        if (stage == 0)
        {
            prediction.CopyTo(history.Push(latents.Length));
            latents.CopyTo(kept.Of(latents.Length));
            sum.Clear();
        }
        Blend.Add(sum, stage is 0 or 3 ? 1 / 6.0 : 1 / 3.0, prediction);
        kept.Values.CopyTo(latents);
        var to = timestep - (calls % 2 == 0 ? stride / 2 : 0);
        var (keep, move) = Transfer((int)Timesteps[calls - stage], to);
        Blend.Into(latents, keep, latents, move, stage == 3 ? sum : prediction);
    }

    private void Multistep(int timestep, ReadOnlySpan<float> prediction, Span<float> latents)
    {
        if (calls == 1)
        {
            // The second look at the second timestep: the first step again, with the mean of both slopes.
            kept.Values.CopyTo(latents);
            var (again, half) = Transfer(timestep + stride, timestep);
            Blend.Into(latents, again, latents, half / 2, prediction);
            Blend.Add(latents, half / 2, history[0]);
            return;
        }
        if (calls == 0)
            latents.CopyTo(kept.Of(latents.Length));
        prediction.CopyTo(history.Push(latents.Length));
        var (keep, move) = Transfer(timestep, timestep - stride);
        var weights = MultistepWeights[history.Count - 1];
        Blend.Scale(latents, keep);
        for (var ago = 0; ago < weights.Length; ago++)
            Blend.Add(latents, move * weights[ago], history[ago]);
    }

    /// <summary>Equation 9 of the paper, as the reference rearranges it: the weights of the latents and of the slope.</summary>
    private (double Keep, double Move) Transfer(int from, int to)
    {
        var alpha = alphas[from];
        var next = to >= 0 ? alphas[to] : alphaBeyondTheEnd;
        var move = (next - alpha) / (alpha * Math.Sqrt(1 - next) + Math.Sqrt(alpha * (1 - alpha) * next));
        var slope = PredictionWeights.ForAlpha(type, alpha);
        return (Math.Sqrt(next / alpha) - move * slope.NoiseOfX, -move * slope.NoiseOfOutput);
    }

    private static double[] RungeKuttaTimesteps(double[] falling, int half)
    {
        // Three steps between the first four timesteps; each calls at its start, twice half way, and at its end.
        var calls = new List<double>();
        for (var step = 0; step < Order - 1; step++)
            calls.AddRange([falling[step], falling[step + 1] + half, falling[step + 1] + half, falling[step + 1]]);
        return [.. calls];
    }
}
