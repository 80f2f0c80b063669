namespace Nights.Diffusion.Schedulers;

/// <summary>Lays noise levels between the largest and the least, by what the configuration asks for.</summary>
internal static class SigmaSpacing
{
    private const double KarrasRho = 7;

    /// <summary>Levels falling from the largest to the least, both included.</summary>
    public delegate double[] Rule(double largest, double least, int steps);

    /// <summary>The rule asked for; null where σ simply follows the timesteps.</summary>
    /// <exception cref="SchedulerConfigException">More than one is asked for.</exception>
    public static Rule? Of(SchedulerConfig config, bool knowsLu = false)
    {
        var asked = new List<(string Key, Rule Rule)>();
        if (config.UseKarrasSigmas)
            asked.Add(("use_karras_sigmas", Karras));
        if (config.UseExponentialSigmas)
            asked.Add(("use_exponential_sigmas", Exponential));
        if (config.UseBetaSigmas)
            asked.Add(("use_beta_sigmas", Beta));
        if (config.UseLuLambdas && knowsLu)
            asked.Add(("use_lu_lambdas", Exponential));
        return asked.Count <= 1
            ? asked.FirstOrDefault().Rule
            : throw new SchedulerConfigException($"{SchedulerConfigFile.Name}: {string.Join(" and ", asked.Select(one => one.Key))} exclude each other.");
    }

    /// <summary>Even in the seventh root (Karras et al. 2022, equation 5).</summary>
    private static double[] Karras(double largest, double least, int steps)
    {
        var (from, to) = (Math.Pow(largest, 1 / KarrasRho), Math.Pow(least, 1 / KarrasRho));
        return Levels(steps, i => Math.Pow(from + NoiseSchedule.Linspace(0, 1, steps, i) * (to - from), KarrasRho));
    }

    /// <summary>Even in the logarithm, which is Lu's uniform λ too.</summary>
    private static double[] Exponential(double largest, double least, int steps) =>
        Levels(steps, i => Math.Exp(NoiseSchedule.Linspace(Math.Log(largest), Math.Log(least), steps, i)));

    /// <summary>At the quantiles of a beta distribution of 0.6 and 0.6 (Lee et al. 2024).</summary>
    private static double[] Beta(double largest, double least, int steps) =>
        Levels(steps, i => least + BetaQuantile.Of(1 - NoiseSchedule.Linspace(0, 1, steps, i)) * (largest - least));

    private static double[] Levels(int steps, Func<int, double> at) => [.. Enumerable.Range(0, steps).Select(at)];
}
