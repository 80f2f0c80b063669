namespace Nights.Diffusion.Schedulers;

/// <summary>Lays inference steps over the training timesteps.</summary>
internal static class InferenceTimesteps
{
    /// <summary>Training timesteps between two inference steps.</summary>
    public static int Stride(SchedulerConfig config, int steps) => config.TrainTimesteps / steps;

    /// <summary>The timesteps of a run, falling; whole numbers unless linspace is not rounded.</summary>
    public static double[] Falling(SchedulerConfig config, int steps, TimestepSpacing spacing, bool rounded)
    {
        if (steps < 1 || steps > config.TrainTimesteps)
            throw new ArgumentOutOfRangeException(nameof(steps), $"{steps} steps were asked for; this schedule has 1 to {config.TrainTimesteps}.");
        var falling = new double[steps];
        for (var i = 0; i < steps; i++)
        {
            var rising = steps - 1 - i;
            var linear = NoiseSchedule.Linspace(0, config.TrainTimesteps - 1, steps, rising);
            falling[i] = spacing switch
            {
                TimestepSpacing.Linspace => rounded ? Math.Round(linear, MidpointRounding.ToEven) : (float)linear,
                TimestepSpacing.Leading => rising * Stride(config, steps) + config.StepsOffset,
                TimestepSpacing.Trailing => Math.Round(config.TrainTimesteps - i * ((double)config.TrainTimesteps / steps), MidpointRounding.ToEven) - 1,
                _ => throw new ArgumentOutOfRangeException(nameof(spacing), spacing, "No such spacing."),
            };
        }
        if (falling[0] >= config.TrainTimesteps)
            throw new SchedulerConfigException(
                $"scheduler_config.json: with steps_offset {config.StepsOffset}, {steps} steps begin at timestep {falling[0]}; the last is {config.TrainTimesteps - 1}.");
        return falling;
    }
}
