namespace Nights.Diffusion.Schedulers;

/// <summary>What one run asks of a scheduler, beside the model's configuration.</summary>
public sealed record SchedulerRun
{
    /// <summary>Inference steps of a whole run, 1 and more.</summary>
    public required int Steps { get; init; }

    /// <summary>Image-to-image: the share of the schedule that runs, above 0 and at most 1. 1 is a run from pure noise.</summary>
    public double Strength { get; init; } = 1;

    /// <summary>DDIM's share of fresh noise, 0 to 1; null for the class's own, 0. Other classes have none and refuse it.</summary>
    public double? Eta { get; init; }

    /// <summary>LCM: steps of the schedule it was distilled on; null for the configuration's. Other classes have none and refuse it.</summary>
    public int? OriginalSteps { get; init; }

    /// <summary>Height × width of the latents, which decides the dynamic shift of flow matching; 0 when unknown.</summary>
    public int LatentArea { get; init; }

    /// <summary>The dynamic shift μ itself, in place of the one that follows from <see cref="LatentArea"/>.</summary>
    public double? Mu { get; init; }

    /// <summary>Rows of the batch: dynamic thresholding looks at each by itself, and nothing else looks at rows.</summary>
    public int Rows { get; init; } = 1;

    /// <summary>
    /// Index of the first call of the run, by the rule of diffusers: of N steps the last ⌊N·strength⌋ run. PNDM counts its calls like steps here.
    /// </summary>
    /// <exception cref="SchedulerRunException">The strength is outside its range, or leaves no step.</exception>
    internal int FirstOf(int calls)
    {
        RequireStrength();
        var running = Math.Min((int)(Steps * Strength), Steps);
        var begin = Steps - running;
        return running > 0 && begin < calls
            ? begin
            : throw new SchedulerRunException(
                $"Strength {Strength} of {Steps} steps leaves no step to run; it takes {1.0 / Steps:0.####} and more, or more steps.");
    }

    internal void RequireStrength()
    {
        if (!(Strength > 0 && Strength <= 1))
            throw new SchedulerRunException($"Strength {Strength} is not above 0 and at most 1.");
    }

    /// <exception cref="SchedulerRunException">A value is outside its range, or belongs to another class.</exception>
    internal void RequireFor(string scheduler)
    {
        if (Steps < 1)
            throw new SchedulerRunException($"{Steps} steps were asked for; it takes at least 1.");
        if (Rows < 1)
            throw new SchedulerRunException($"{Rows} rows were given; a batch has at least 1.");
        if (Eta is { } eta && scheduler != SchedulerCatalogue.Ddim)
            throw new SchedulerRunException($"{scheduler} has no eta ({eta} was given); only {SchedulerCatalogue.Ddim} has.");
        if (Eta is not (null or (>= 0 and <= 1)))
            throw new SchedulerRunException($"Eta {Eta} is not 0 to 1.");
        if (OriginalSteps is { } original && scheduler != SchedulerCatalogue.Lcm)
            throw new SchedulerRunException($"{scheduler} has no original steps ({original} were given); only {SchedulerCatalogue.Lcm} has.");
    }
}
