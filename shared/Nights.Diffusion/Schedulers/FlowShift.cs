namespace Nights.Diffusion.Schedulers;

/// <summary>
/// Lays the noise levels of flow matching. Larger pictures need more noise to hide as much, so levels are shifted upwards: by a fixed factor
/// (Stable Diffusion 3), or by one that follows from the size of the picture (Flux).
/// </summary>
internal static class FlowShift
{
    /// <summary>Latents the network sees as one token: patches of 2 × 2.</summary>
    private const int LatentsPerToken = 4;

    public static double[] Lay(SchedulerConfig config, SchedulerRun run)
    {
        if (config.InvertSigmas)
            throw new SchedulerConfigException($"{SchedulerConfigFile.Name}: invert_sigmas = true is not computed; only false is.");
        Func<double, double> shift = config.UseDynamicShifting ? Dynamic(config, Mu(config, run)) : sigma => Static(config.Shift, sigma);
        var trainings = config.TrainTimesteps;
        var (largest, least) = config.UseDynamicShifting
            ? (1, 1f / trainings)
            : ((float)Static(config.Shift, 1), ShiftedOnce((float)config.Shift, 1f / trainings));
        double[] sigmas = [.. Enumerable.Range(0, run.Steps)
            .Select(i => shift(NoiseSchedule.Linspace((double)largest * trainings, (double)least * trainings, run.Steps, i) / trainings))];
        if (config.ShiftTerminal is > 0 and var terminal)
            sigmas = StretchedTo(terminal, sigmas);
        return SigmaSpacing.Of(config) is { } rule ? rule(config.SigmaMax ?? sigmas[0], config.SigmaMin ?? sigmas[^1], run.Steps) : sigmas;
    }

    /// <summary>μ grows linearly with the tokens of the picture.</summary>
    private static double Mu(SchedulerConfig config, SchedulerRun run)
    {
        if (run.Mu is { } given)
            return given;
        if (run.LatentArea <= 0)
            throw new SchedulerRunException($"{SchedulerConfigFile.Name}: use_dynamic_shifting needs the size of the latents, and the run does not give it.");
        if (config.MaxImageSeqLen == config.BaseImageSeqLen)
            throw new SchedulerConfigException(
                $"{SchedulerConfigFile.Name}: base_image_seq_len and max_image_seq_len are both {config.MaxImageSeqLen}; they must differ.");
        var slope = (config.MaxShift - config.BaseShift) / (config.MaxImageSeqLen - config.BaseImageSeqLen);
        return run.LatentArea / LatentsPerToken * slope + (config.BaseShift - slope * config.BaseImageSeqLen);
    }

    private static Func<double, double> Dynamic(SchedulerConfig config, double mu)
    {
        var shift = config.TimeShiftType == "linear" ? mu : Math.Exp(mu);
        return sigma => shift / (shift + (1 / sigma - 1));
    }

    private static double Static(double shift, double sigma) => shift * sigma / (1 + (shift - 1) * sigma);

    /// <summary>The least level of the trained schedule, which the reference keeps in float32.</summary>
    private static float ShiftedOnce(float shift, float sigma) => shift * sigma / (1 + (shift - 1) * sigma);

    private static double[] StretchedTo(double terminal, double[] sigmas)
    {
        var scale = (1 - sigmas[^1]) / (1 - terminal);
        return scale > 0
            ? [.. sigmas.Select(sigma => 1 - (1 - sigma) / scale)]
            : throw new SchedulerConfigException($"{SchedulerConfigFile.Name}: shift_terminal needs a schedule of at least 2 steps.");
    }
}
