namespace Nights.Diffusion.Schedulers;

/// <summary>
/// The training noise schedule: ᾱ per training timestep, with x_t = √ᾱ·clean + √(1-ᾱ)·noise. Computed in double; agrees with the
/// reference's float32 to about 1e-5 relative (checked against diffusers 58eb52c).
/// </summary>
public sealed class NoiseSchedule
{
    private NoiseSchedule(double[] alphas) => Alphas = alphas;

    /// <summary>ᾱ of every training timestep, falling.</summary>
    public double[] Alphas { get; }

    /// <summary>σ = √((1-ᾱ)/ᾱ).</summary>
    public double Sigma(int timestep) => Math.Sqrt((1 - Alphas[timestep]) / Alphas[timestep]);

    public static NoiseSchedule From(SchedulerConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        var alphas = new double[config.TrainTimesteps];
        var product = 1.0;
        for (var t = 0; t < alphas.Length; t++)
            alphas[t] = product *= 1 - Beta(config, t);
        return new NoiseSchedule(config.RescaleBetasZeroSnr ? WithoutSignalAtTheEnd(alphas) : alphas);
    }

    /// <summary>Evenly spaced numbers, both ends included.</summary>
    internal static double Linspace(double from, double to, int count, int index) => count == 1 ? from : from + (to - from) * index / (count - 1);

    private static double Beta(SchedulerConfig config, int t)
    {
        switch (config.BetaSchedule)
        {
            case "linear":
                return Linspace(config.BetaStart, config.BetaEnd, config.TrainTimesteps, t);
            case "scaled_linear":
                var root = Linspace(Math.Sqrt(config.BetaStart), Math.Sqrt(config.BetaEnd), config.TrainTimesteps, t);
                return root * root;
            case "squaredcos_cap_v2":
                return Math.Min(0.999, 1 - SquaredCosine((t + 1.0) / config.TrainTimesteps) / SquaredCosine((double)t / config.TrainTimesteps));
            default:
                throw new SchedulerConfigException(
                    $"scheduler_config.json: beta_schedule '{config.BetaSchedule}' is not known; linear, scaled_linear and squaredcos_cap_v2 are.");
        }
    }

    private static double SquaredCosine(double t) => Math.Pow(Math.Cos((t + 0.008) / 1.008 * Math.PI / 2), 2);

    /// <summary>Shifts and scales √ᾱ so that the last timestep is pure noise (Lin et al. 2024, algorithm 1).</summary>
    private static double[] WithoutSignalAtTheEnd(double[] alphas)
    {
        var (first, last) = (Math.Sqrt(alphas[0]), Math.Sqrt(alphas[^1]));
        return [.. alphas.Select(alpha => Math.Pow((Math.Sqrt(alpha) - last) * first / (first - last), 2))];
    }
}
