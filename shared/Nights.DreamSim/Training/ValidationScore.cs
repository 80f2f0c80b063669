namespace Nights.DreamSim.Training;

/// <summary>How a model does on the validation split after an epoch.</summary>
/// <param name="Loss">Mean loss, dropout off.</param>
/// <param name="Agreement">2AFC: mean share of people whom the model agrees with, a tie counting one half; of pairs, who call them the same or not.</param>
public sealed record ValidationScore(double Loss, double Agreement)
{
    /// <summary>Whether no epoch before had as low a loss.</summary>
    public bool IsBest { get; init; }
}
