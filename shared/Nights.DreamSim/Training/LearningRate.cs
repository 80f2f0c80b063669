namespace Nights.DreamSim.Training;

/// <summary>The learning rate of each step: a linear warm-up, then constant or half a cosine to zero.</summary>
public static class LearningRate
{
    /// <param name="config">Rate, warm-up, schedule.</param>
    /// <param name="step">0-based.</param>
    /// <param name="steps">Of the whole run.</param>
    public static double At(TrainingConfig config, int step, int steps)
    {
        var full = config.Optimiser.LearningRate;
        if (step < config.WarmUpSteps) return full * (step + 1) / config.WarmUpSteps;
        if (config.Schedule == Schedule.Constant) return full;

        var progress = (double)(step - config.WarmUpSteps) / Math.Max(1, steps - config.WarmUpSteps);
        return full * 0.5 * (1 + Math.Cos(Math.PI * progress));
    }
}
