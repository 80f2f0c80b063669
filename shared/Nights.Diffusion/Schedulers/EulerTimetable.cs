namespace Nights.Diffusion.Schedulers;

/// <summary>Timesteps and noise levels of the Euler schedulers. Timesteps stay fractional where the spacing makes them so.</summary>
internal sealed record EulerTimetable(float[] Timesteps, float[] Sigmas, float InitialNoiseSigma)
{
    public static EulerTimetable Lay(SchedulerConfig config, SchedulerRun run)
    {
        var table = new SigmaTable(NoiseSchedule.WithFiniteSigmas(config));
        var spacing = config.Spacing ?? TimestepSpacing.Linspace;
        var timesteps = InferenceTimesteps.Falling(config, run.Steps, spacing, rounded: false);
        double[] sigmas = [.. timesteps.Select(table.At)];

        if (config.Class == SchedulerCatalogue.Euler)
        {
            // One level more than there are timesteps, as in the reference: the run then ends at the least σ, not at 0.
            if (config.InterpolationType == "log_linear")
                sigmas = [.. Enumerable.Range(0, run.Steps + 1)
                    .Select(i => Math.Exp(NoiseSchedule.Linspace(Math.Log(table.Largest), Math.Log(table.Least), run.Steps + 1, i)))];
            if (SigmaSpacing.Of(config) is { } rule)
            {
                sigmas = rule(config.SigmaMax ?? sigmas[0], config.SigmaMin ?? sigmas[^1], run.Steps);
                timesteps = [.. sigmas.Select(table.TimestepOf)];
            }
            sigmas = [.. sigmas, config.FinalSigmasType == "sigma_min" ? table.Least : 0];
            if (config is { TimestepType: "continuous", Prediction: PredictionType.Velocity })
                timesteps = Continuous(config, sigmas[..^1]);
        }
        else
        {
            sigmas = [.. sigmas, 0];
        }
        double largest = (float)sigmas.Max();
        return new EulerTimetable(
            [.. timesteps.Select(t => (float)t)],
            [.. sigmas.Select(sigma => (float)sigma)],
            (float)(spacing == TimestepSpacing.Leading ? Math.Sqrt(largest * largest + 1) : largest));
    }

    /// <summary>A network conditioned on the noise level itself is told ln σ / 4 (Karras et al. 2022, table 1).</summary>
    private static double[] Continuous(SchedulerConfig config, double[] sigmas) =>
        config.InterpolationType == "linear" || SigmaSpacing.Of(config) is not null
            ? [.. sigmas.Select(sigma => 0.25 * Math.Log(sigma))]
            : throw new SchedulerConfigException(
                $"{SchedulerConfigFile.Name}: timestep_type 'continuous' with interpolation_type 'log_linear' is not computed; use linear, or Karras sigmas.");
}
