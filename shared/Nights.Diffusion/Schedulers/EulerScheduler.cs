using Nights.Diffusion.Noise;

namespace Nights.Diffusion.Schedulers;

/// <summary>
/// The Euler method on the probability-flow equation in σ (Karras et al. 2022, algorithm 2 without churn). Checked against diffusers 58eb52c to 1e-5.
/// Timesteps stay fractional where the spacing makes them so; the latents carry σ, and the model is shown them divided by √(σ²+1).
/// </summary>
public sealed class EulerScheduler : IScheduler
{
    private const double KarrasRho = 7;

    /// <summary>ᾱ that stands for none: with zero terminal signal, σ would be infinite.</summary>
    private const double LeastAlpha = 1.0 / (1 << 24);

    private readonly PredictionType type;
    private readonly double[] sigmas;

    public EulerScheduler(SchedulerConfig config, int steps)
    {
        ArgumentNullException.ThrowIfNull(config);
        type = config.Prediction;
        var schedule = NoiseSchedule.From(config);
        if (config.RescaleBetasZeroSnr)
            schedule.Alphas[^1] = LeastAlpha;
        double[] table = [.. Enumerable.Range(0, config.TrainTimesteps).Select(schedule.Sigma)];

        var spacing = config.Spacing ?? TimestepSpacing.Linspace;
        var timesteps = InferenceTimesteps.Falling(config, steps, spacing, rounded: false);
        sigmas = [.. timesteps.Select(t => SigmaAt(table, t)), 0];
        if (config.UseKarrasSigmas)
        {
            sigmas = [.. Karras(sigmas[0], sigmas[^2], steps), 0];
            timesteps = [.. sigmas[..^1].Select(sigma => TimestepAt(table, sigma))];
        }
        Timesteps = [.. timesteps.Select(t => (float)t)];
        var largest = sigmas.Max();
        InitialNoiseSigma = (float)(spacing == TimestepSpacing.Leading ? Math.Sqrt(largest * largest + 1) : largest);
    }

    /// <inheritdoc/>
    public IReadOnlyList<float> Timesteps { get; }

    /// <inheritdoc/>
    public float InitialNoiseSigma { get; }

    /// <inheritdoc/>
    public void ScaleInput(int step, ReadOnlySpan<float> latents, Span<float> input)
    {
        var scale = (float)Math.Sqrt(sigmas[step] * sigmas[step] + 1);
        for (var i = 0; i < latents.Length; i++)
            input[i] = latents[i] / scale;
    }

    /// <inheritdoc/>
    public void Step(int step, ReadOnlySpan<float> prediction, Span<float> latents, INoiseSource noise)
    {
        // The latents are clean + σ·noise; the network was trained on them divided by √(σ²+1).
        var scale = Math.Sqrt(sigmas[step] * sigmas[step] + 1);
        var weights = PredictionWeights.For(type, 1 / scale, sigmas[step] / scale);
        var noiseOfX = (float)(weights.NoiseOfX / scale);
        var move = (float)(sigmas[step + 1] - sigmas[step]);
        for (var i = 0; i < latents.Length; i++)
            latents[i] += (noiseOfX * latents[i] + weights.NoiseOfOutput * prediction[i]) * move;
    }

    /// <inheritdoc/>
    public void AddNoise(int step, ReadOnlySpan<float> clean, ReadOnlySpan<float> noise, Span<float> noised)
    {
        var sigma = (float)sigmas[step];
        for (var i = 0; i < noised.Length; i++)
            noised[i] = clean[i] + sigma * noise[i];
    }

    private static double SigmaAt(double[] table, double timestep)
    {
        var below = Math.Min((int)timestep, table.Length - 2);
        return table[below] + (table[below + 1] - table[below]) * (timestep - below);
    }

    /// <summary>The timestep of a σ, by interpolation of log σ.</summary>
    private static double TimestepAt(double[] table, double sigma)
    {
        var below = Math.Clamp(Array.FindLastIndex(table, entry => entry <= sigma), 0, table.Length - 2);
        var (low, high) = (Math.Log(table[below]), Math.Log(table[below + 1]));
        return below + Math.Clamp((Math.Log(sigma) - low) / (high - low), 0, 1);
    }

    private static IEnumerable<double> Karras(double largest, double smallest, int steps) => Enumerable.Range(0, steps).Select(i =>
        Math.Pow(NoiseSchedule.Linspace(Math.Pow(largest, 1 / KarrasRho), Math.Pow(smallest, 1 / KarrasRho), steps, i), KarrasRho));
}
