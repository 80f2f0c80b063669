namespace Nights.Diffusion.Schedulers;

/// <summary>
/// The training noise schedule: ᾱ per training timestep, with x_t = √ᾱ·clean + √(1-ᾱ)·noise. Rounded to float32 where the reference rounds, because
/// 1-β loses digits there that a thousand factors make visible: σ agrees with diffusers 58eb52c to 3e-7 relative, and would to 1e-5 in double.
/// </summary>
public sealed class NoiseSchedule
{
    /// <summary>ᾱ that stands for none where σ is asked for: with no signal at all it would be infinite.</summary>
    private const float LeastAlpha = 1f / (1 << 24);

    private NoiseSchedule(float[] alphas) => Alphas = [.. alphas];

    /// <summary>ᾱ of every training timestep, falling.</summary>
    public double[] Alphas { get; }

    /// <summary>σ = √((1-ᾱ)/ᾱ).</summary>
    public double Sigma(int timestep) => MathF.Sqrt((1 - (float)Alphas[timestep]) / (float)Alphas[timestep]);

    /// <exception cref="SchedulerConfigException">The class has no such schedule.</exception>
    public static NoiseSchedule From(SchedulerConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        var alphas = Products(TrainingBetas.Of(config));
        return new NoiseSchedule(config.RescaleBetasZeroSnr ? Products(BetasOf(WithoutSignalAtTheEnd(alphas))) : alphas);
    }

    /// <summary>As <see cref="From"/>, for classes that reckon in σ: a last timestep without signal is given the least there is.</summary>
    internal static NoiseSchedule WithFiniteSigmas(SchedulerConfig config)
    {
        var schedule = From(config);
        if (config.RescaleBetasZeroSnr)
            schedule.Alphas[^1] = LeastAlpha;
        return schedule;
    }

    /// <summary>Evenly spaced numbers, both ends included, to the last bit as numpy reckons them: roundings to whole timesteps hang on it.</summary>
    internal static double Linspace(double from, double to, int count, int index) =>
        count > 1 && index == count - 1 ? to : from + index * ((to - from) / Math.Max(1, count - 1));

    private static float[] Products(float[] betas)
    {
        var product = 1.0;
        return [.. betas.Select(beta => (float)(product *= 1 - beta))];
    }

    /// <summary>Shifts and scales √ᾱ so that the last timestep is pure noise (Lin et al. 2024, algorithm 1).</summary>
    private static float[] WithoutSignalAtTheEnd(float[] alphas)
    {
        var (first, last) = (MathF.Sqrt(alphas[0]), MathF.Sqrt(alphas[^1]));
        var scale = first / (first - last);
        return [.. alphas.Select(alpha => (MathF.Sqrt(alpha) - last) * scale).Select(root => root * root)];
    }

    private static float[] BetasOf(float[] alphas) => [.. alphas.Select((alpha, t) => 1 - (t == 0 ? alpha : alpha / alphas[t - 1]))];
}
