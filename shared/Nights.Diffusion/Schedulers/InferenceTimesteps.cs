namespace Nights.Diffusion.Schedulers;

/// <summary>
/// Lays inference steps over the training timesteps. To the last bit as numpy does it: at 30 or 48 steps some timesteps fall half-way between two
/// whole ones, and the last bit decides which is taken.
/// </summary>
internal static class InferenceTimesteps
{
    /// <summary>Training timesteps between two inference steps.</summary>
    public static int Stride(SchedulerConfig config, int steps) => config.TrainTimesteps / steps;

    /// <summary>The timesteps of a run, falling to the first training timestep; whole numbers unless linspace is not rounded.</summary>
    public static double[] Falling(SchedulerConfig config, int steps, TimestepSpacing spacing, bool rounded) => Required(config, steps, spacing switch
    {
        TimestepSpacing.Linspace => Rising(steps, i => NoiseSchedule.Linspace(0, config.TrainTimesteps - 1, steps, i))
            .Select(t => rounded ? Whole(t) : (float)t),
        TimestepSpacing.Leading => Rising(steps, i => i * Stride(config, steps) + config.StepsOffset),
        TimestepSpacing.Trailing => Trailing(config, steps, config.TrainTimesteps),
        _ => throw new ArgumentOutOfRangeException(nameof(spacing), spacing, "No such spacing."),
    });

    /// <summary>
    /// As DPM-Solver and UniPC lay them: one step more, and the last of them left out, because the run ends beyond it.
    /// </summary>
    /// <param name="last">Training timesteps used, from the first.</param>
    public static double[] FallingShort(SchedulerConfig config, int steps, TimestepSpacing spacing, int last) => Required(config, steps, spacing switch
    {
        TimestepSpacing.Linspace => Rising(steps + 1, i => Whole(NoiseSchedule.Linspace(0, last - 1, steps + 1, i))).Take(steps),
        TimestepSpacing.Leading => Rising(steps + 1, i => i * (last / (steps + 1))).Take(steps).Select(t => t + config.StepsOffset),
        TimestepSpacing.Trailing => Trailing(config, steps, last),
        _ => throw new ArgumentOutOfRangeException(nameof(spacing), spacing, "No such spacing."),
    });

    private static IEnumerable<double> Rising(int count, Func<int, double> at) => Enumerable.Range(0, count).Select(i => at(count - 1 - i));

    /// <summary>As numpy.arange(last, 0, -ratio), which reckons its stride from its first two values. It may give one value too many, about 0.</summary>
    private static IEnumerable<double> Trailing(SchedulerConfig config, int steps, int last)
    {
        var ratio = (double)config.TrainTimesteps / steps;
        var stride = last - ratio - last;
        return Enumerable.Range(0, Math.Min(steps, (int)Math.Ceiling(last / ratio))).Select(i => Whole(last + i * stride) - 1).Where(t => t >= 0);
    }

    private static double Whole(double timestep) => Math.Round(timestep, MidpointRounding.ToEven);

    private static double[] Required(SchedulerConfig config, int steps, IEnumerable<double> timesteps)
    {
        if (steps < 1 || steps > config.TrainTimesteps)
            throw new SchedulerRunException($"{steps} steps were asked for; this schedule has 1 to {config.TrainTimesteps}.");
        double[] falling = [.. timesteps];
        if (falling[0] >= config.TrainTimesteps)
            throw new SchedulerConfigException(
                $"{SchedulerConfigFile.Name}: with steps_offset {config.StepsOffset}, {steps} steps begin at timestep {falling[0]}; "
                + $"the last is {config.TrainTimesteps - 1}.");
        return falling;
    }
}
