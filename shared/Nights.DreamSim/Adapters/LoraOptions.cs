namespace Nights.DreamSim.Adapters;

/// <summary>A low-rank update of the qkv projections.</summary>
public sealed record LoraOptions
{
    /// <summary>Rank of the update.</summary>
    public int Rank { get; init; } = 16;

    /// <summary>The update is multiplied by alpha / rank.</summary>
    public double Alpha { get; init; } = 32;

    /// <summary>Share of the update's inputs that is zeroed in training, in [0, 1).</summary>
    public double Dropout { get; init; }

    internal double Scale => Alpha / Rank;

    /// <exception cref="InvalidDataException">A number out of range.</exception>
    public void Validate()
    {
        if (Rank is < 1 or > 4096) throw new InvalidDataException($"lora: rank is {Rank}; it must be 1 to 4096.");
        if (!(Alpha > 0)) throw new InvalidDataException($"lora: alpha is {Alpha}; it must be above 0.");
        if (Dropout is not (>= 0 and < 1)) throw new InvalidDataException($"lora: dropout is {Dropout}; it must be at least 0 and below 1.");
    }
}
