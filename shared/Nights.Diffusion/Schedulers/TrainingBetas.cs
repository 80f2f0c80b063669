namespace Nights.Diffusion.Schedulers;

/// <summary>β of every training timestep: how much noise training added there.</summary>
internal static class TrainingBetas
{
    public static float[] Of(SchedulerConfig config)
    {
        if (config.TrainedBetas is { } trained)
            return trained.Count == config.TrainTimesteps
                ? [.. trained.Select(beta => (float)beta)]
                : throw new SchedulerConfigException(
                    $"{SchedulerConfigFile.Name}: trained_betas has {trained.Count} values; num_train_timesteps asks for {config.TrainTimesteps}.");

        // LCM alone defaults to Stable Diffusion's schedule.
        var isLcm = config.Class == SchedulerCatalogue.Lcm;
        var (start, end) = (config.BetaStart ?? (isLcm ? 0.00085 : 0.0001), config.BetaEnd ?? (isLcm ? 0.012 : 0.02));
        return [.. Enumerable.Range(0, config.TrainTimesteps).Select(Beta(config, config.BetaSchedule ?? (isLcm ? "scaled_linear" : "linear"), start, end))];
    }

    private static Func<int, float> Beta(SchedulerConfig config, string schedule, double start, double end)
    {
        var count = config.TrainTimesteps;
        return schedule switch
        {
            "linear" => t => (float)NoiseSchedule.Linspace(start, end, count, t),
            "scaled_linear" => t => Squared((float)NoiseSchedule.Linspace(Math.Sqrt(start), Math.Sqrt(end), count, t)),
            "squaredcos_cap_v2" => t => (float)Math.Min(0.999, 1 - SquaredCosine((t + 1.0) / count) / SquaredCosine((double)t / count)),
            "sigmoid" when config.Class == SchedulerCatalogue.Ddpm => t =>
                1 / (1 + MathF.Exp(-(float)NoiseSchedule.Linspace(-6, 6, count, t))) * (float)(end - start) + (float)start,
            _ => throw new SchedulerConfigException($"{SchedulerConfigFile.Name}: beta_schedule '{schedule}' is not known of {config.Class}; "
                + "linear, scaled_linear and squaredcos_cap_v2 are, and sigmoid of DDPMScheduler."),
        };
    }

    private static float Squared(float root) => root * root;

    private static double SquaredCosine(double t) => Math.Pow(Math.Cos((t + 0.008) / 1.008 * Math.PI / 2), 2);
}
