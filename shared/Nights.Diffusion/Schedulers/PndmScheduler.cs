using Nights.Diffusion.Noise;

namespace Nights.Diffusion.Schedulers;

/// <summary>
/// Pseudo numerical methods (Liu, Ren, Lin, Zhao 2022): linear multistep of order 4, begun with three pseudo Runge-Kutta steps of four calls each,
/// or without them as Stable Diffusion is (skip_prk_steps; the second timestep is then visited twice). Checked against diffusers 58eb52c to 1e-5.
/// </summary>
public sealed class PndmScheduler : IScheduler
{
    private const int Order = 4;
    private readonly SchedulerConfig config;
    private readonly double[] alphas;
    private readonly double alphaBeyondTheEnd;
    private readonly int stride;
    private readonly int rungeKuttaCalls;
    private readonly List<float[]> history = [];
    private float[] kept = [];
    private float[] weighted = [];
    private int calls;

    public PndmScheduler(SchedulerConfig config, int steps)
    {
        this.config = config;
        if (config.Prediction == PredictionType.Sample)
            throw new SchedulerConfigException("scheduler_config.json: PNDMScheduler is not defined for prediction_type 'sample'.");
        if (!config.SkipPrkSteps && steps < Order)
            throw new ArgumentOutOfRangeException(nameof(steps), $"PNDM with Runge-Kutta steps needs at least {Order} steps; {steps} were asked for.");
        alphas = NoiseSchedule.From(config).Alphas;
        alphaBeyondTheEnd = config.SetAlphaToOne ?? false ? 1 : alphas[0];
        stride = InferenceTimesteps.Stride(config, steps);
        var falling = InferenceTimesteps.Falling(config, steps, config.Spacing ?? TimestepSpacing.Leading, rounded: true);
        var rungeKutta = config.SkipPrkSteps ? [] : RungeKuttaTimesteps(falling, stride / 2);
        var multistep = config.SkipPrkSteps ? [.. falling.Take(2), .. falling.Skip(1)] : falling[(Order - 1)..];
        rungeKuttaCalls = rungeKutta.Length;
        Timesteps = [.. rungeKutta.Concat(multistep).Select(t => (float)t)];
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
        if (stage == 0)
        {
            history.Add(prediction.ToArray());
            kept = latents.ToArray();
            weighted = new float[latents.Length];
        }
        var weight = stage is 0 or 3 ? 1 / 6f : 1 / 3f;
        for (var i = 0; i < weighted.Length; i++)
            weighted[i] += weight * prediction[i];
        var to = timestep - (calls % 2 == 0 ? stride / 2 : 0);
        kept.CopyTo(latents);
        Transfer((int)Timesteps[calls - stage], to, stage == 3 ? weighted : prediction, latents);
    }

    private void Multistep(int timestep, ReadOnlySpan<float> prediction, Span<float> latents)
    {
        if (calls == 1)
        {
            // The second look at the second timestep: the first step again, with the mean of both slopes.
            kept.CopyTo(latents);
            Transfer(timestep + stride, timestep, Combined([0.5f, 0.5f], [prediction.ToArray(), history[^1]]), latents);
            return;
        }
        if (calls == 0)
            kept = latents.ToArray();
        if (history.Count == Order)
            history.RemoveAt(0);
        history.Add(prediction.ToArray());
        float[] weights = history.Count switch
        {
            1 => [1],
            2 => [3 / 2f, -1 / 2f],
            3 => [23 / 12f, -16 / 12f, 5 / 12f],
            _ => [55 / 24f, -59 / 24f, 37 / 24f, -9 / 24f],
        };
        Transfer(timestep, timestep - stride, Combined(weights, [.. Enumerable.Reverse(history)]), latents);
    }

    private static float[] Combined(float[] weights, float[][] slopes)
    {
        var sum = new float[slopes[0].Length];
        for (var k = 0; k < weights.Length; k++)
            for (var i = 0; i < sum.Length; i++)
                sum[i] += weights[k] * slopes[k][i];
        return sum;
    }

    /// <summary>Equation 9 of the paper, as the reference rearranges it.</summary>
    private void Transfer(int from, int to, ReadOnlySpan<float> slope, Span<float> latents)
    {
        var alpha = alphas[from];
        var next = to >= 0 ? alphas[to] : alphaBeyondTheEnd;
        var keep = (float)Math.Sqrt(next / alpha);
        var move = (float)((next - alpha) / (alpha * Math.Sqrt(1 - next) + Math.Sqrt(alpha * (1 - alpha) * next)));
        var (signal, spread) = config.Prediction == PredictionType.Velocity
            ? ((float)Math.Sqrt(alpha), (float)Math.Sqrt(1 - alpha))
            : (1f, 0f);
        for (var i = 0; i < latents.Length; i++)
            latents[i] = keep * latents[i] - move * (signal * slope[i] + spread * latents[i]);
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
