namespace Nights.DreamSim.Optimisation;

/// <summary>Adam, or AdamW when there is weight decay.</summary>
public sealed record AdamOptions
{
    public double LearningRate { get; init; } = 3e-4;
    public double Beta1 { get; init; } = 0.9;
    public double Beta2 { get; init; } = 0.999;
    public double Epsilon { get; init; } = 1e-8;

    /// <summary>Decoupled (AdamW): each update shrinks a weight by this share of the learning rate.</summary>
    public double WeightDecay { get; init; }

    /// <summary>
    /// Updates from one gradient. The reference's training script lists each LoRA tensor twice, so its published rates act as 2.
    /// </summary>
    public int UpdatesPerStep { get; init; } = 1;

    /// <exception cref="InvalidDataException">A number out of range.</exception>
    public void Validate()
    {
        if (!(LearningRate > 0)) throw new InvalidDataException($"optimiser: learningRate is {LearningRate}; it must be above 0.");
        if (Beta1 is not (>= 0 and < 1) || Beta2 is not (>= 0 and < 1)) throw new InvalidDataException($"optimiser: betas are {Beta1} and {Beta2}; they must be at least 0 and below 1.");
        if (!(Epsilon > 0)) throw new InvalidDataException($"optimiser: epsilon is {Epsilon}; it must be above 0.");
        if (!(WeightDecay >= 0)) throw new InvalidDataException($"optimiser: weightDecay is {WeightDecay}; it must not be below 0.");
        if (UpdatesPerStep is < 1 or > 10) throw new InvalidDataException($"optimiser: updatesPerStep is {UpdatesPerStep}; it must be 1 to 10.");
    }
}
