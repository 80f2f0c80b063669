namespace Nights.Diffusion.Schedulers;

/// <summary>Timesteps, whole, and noise levels of DPM-Solver and UniPC. One level more than there are timesteps: where the run ends.</summary>
internal sealed record SolverTimetable(float[] Timesteps, float[] Sigmas)
{
    public static SolverTimetable Lay(SchedulerConfig config, SchedulerRun run)
    {
        if (config.UseFlowSigmas)
            throw new SchedulerConfigException($"{SchedulerConfigFile.Name}: use_flow_sigmas = true is not computed of {config.Class}; only false is.");
        var isDpm = config.Class == SchedulerCatalogue.DpmSolver;
        var schedule = NoiseSchedule.WithFiniteSigmas(config);
        var table = new SigmaTable(schedule);
        var spacing = config.Spacing ?? TimestepSpacing.Linspace;
        var last = isDpm && config.LambdaMinClipped is { } least ? TimestepsAbove(schedule, least) : config.TrainTimesteps;
        if (spacing == TimestepSpacing.Leading && run.Steps >= last)
            throw new SchedulerRunException($"{run.Steps} steps were asked for; with leading spacing this schedule has 1 to {last - 1}.");
        var timesteps = InferenceTimesteps.FallingShort(config, run.Steps, spacing, last);
        double[] sigmas = [.. timesteps.Select(table.At)];
        if (SigmaSpacing.Of(config, knowsLu: isDpm) is { } rule)
        {
            sigmas = rule(config.SigmaMax ?? table.Largest, config.SigmaMin ?? table.Least, run.Steps);
            // As in the reference: rounded for Karras and Lu, cut off for the others.
            var rounds = config.UseKarrasSigmas || (isDpm && config.UseLuLambdas);
            rounds &= !isDpm || config.BetaSchedule != "squaredcos_cap_v2";
            timesteps = [.. sigmas.Select(table.TimestepOf).Select(t => rounds ? Math.Round(t, MidpointRounding.ToEven) : Math.Truncate(t))];
            return new SolverTimetable(Single(timesteps), Single([.. sigmas, End(config, isDpm ? table.Least : sigmas[^1])]));
        }
        return new SolverTimetable(Single(timesteps), Single([.. sigmas, End(config, table.Least)]));
    }

    private static double End(SchedulerConfig config, double least) => config.FinalSigmasType == "sigma_min" ? least : 0;

    /// <summary>Training timesteps no noisier than a λ.</summary>
    private static int TimestepsAbove(NoiseSchedule schedule, double least)
    {
        var count = schedule.Alphas.Count(alpha => (float)(Math.Log(Math.Sqrt(alpha)) - Math.Log(Math.Sqrt(1 - alpha))) >= least);
        return count > 0
            ? count
            : throw new SchedulerConfigException($"{SchedulerConfigFile.Name}: lambda_min_clipped = {least} leaves no timestep of the schedule.");
    }

    private static float[] Single(double[] values) => [.. values.Select(value => (float)value)];
}
