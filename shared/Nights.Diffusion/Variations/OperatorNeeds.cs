using Nights.Domain.Perturbations;

namespace Nights.Diffusion.Variations;

/// <summary>What an operator has to be given, and which samplers it goes with.</summary>
/// <param name="Seed">It draws from the other seed.</param>
/// <param name="Prompt">It cannot work without another prompt.</param>
/// <param name="TakesPrompt">It follows another prompt where there is one.</param>
/// <param name="FitsStochasticSamplers">
/// It means something when the sampler adds noise at every step. Operators on the initial noise do not: what later steps add decides the picture. Nor
/// does a late switch, whose first steps must be the reference's own.
/// </param>
public sealed record OperatorNeeds(bool Seed, bool Prompt, bool TakesPrompt, bool FitsStochasticSamplers)
{
    public static OperatorNeeds Of(PerturbationOperator by) => by switch
    {
        PerturbationOperator.NoiseSlerp or PerturbationOperator.LowBandSwap or PerturbationOperator.HighBandSwap =>
            new(Seed: true, Prompt: false, TakesPrompt: false, FitsStochasticSamplers: false),
        PerturbationOperator.ImageToImage => new(Seed: true, Prompt: false, TakesPrompt: true, FitsStochasticSamplers: true),
        PerturbationOperator.LateSwitch => new(Seed: false, Prompt: true, TakesPrompt: true, FitsStochasticSamplers: false),
        PerturbationOperator.PromptBlend => new(Seed: false, Prompt: true, TakesPrompt: true, FitsStochasticSamplers: true),
        PerturbationOperator.LabShift => new(Seed: true, Prompt: false, TakesPrompt: false, FitsStochasticSamplers: true),
        _ => throw new ArgumentOutOfRangeException(nameof(by), by, "No such operator."),
    };

    /// <summary>What is wrong with a perturbation, in words an operator can act on; null when nothing is.</summary>
    /// <param name="perturbation">What is asked for.</param>
    /// <param name="stochastic">The sampler adds noise at every step.</param>
    public static string? Fault(Perturbation perturbation, bool stochastic)
    {
        ArgumentNullException.ThrowIfNull(perturbation);
        var (dimension, by) = (perturbation.Dimension, perturbation.Operator);
        if (!Enum.IsDefined(dimension) || !Enum.IsDefined(by))
            return $"Dimension {dimension} with operator {by} is not known to this version.";
        var needs = Of(by);
        if (perturbation.Level is not (>= 0 and <= 1))
            return $"{by} has a level of {perturbation.Level}; levels are 0 to 1.";
        if (needs.Seed && perturbation.Seed is < 0 or > uint.MaxValue)
            return $"{by} has the seed {perturbation.Seed}; seeds are 0 to {uint.MaxValue}.";
        if (needs.Prompt && string.IsNullOrWhiteSpace(perturbation.Prompt))
            return $"{by} needs the other prompt, and none is given.";
        if (!needs.TakesPrompt && perturbation.Prompt is not null)
            return $"{by} follows no other prompt; leave out '{perturbation.Prompt}'.";
        return stochastic && !needs.FitsStochasticSamplers
            ? $"{by} needs a sampler that adds no noise on its way, such as ddim, euler or pndm."
            : null;
    }
}
