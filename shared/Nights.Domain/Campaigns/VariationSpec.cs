using Nights.Domain.Perturbations;

namespace Nights.Domain.Campaigns;

/// <summary>
/// Controlled variations: pictures 1 and 2 of a painting are picture 0 with something changed about it, in place of two more seeds. Every combination
/// of what is changed and by how much is painted equally often, on each side equally often.
/// </summary>
public sealed record VariationSpec
{
    /// <summary>What is changed: at least one, each once.</summary>
    public IReadOnlyList<PerturbationDimension> Dimensions { get; init; } = [];

    /// <summary>By how much: at least one number above 0 and at most 1, each once.</summary>
    public IReadOnlyList<double> Levels { get; init; } = [0.25, 0.5, 0.75];

    public VariationPairing Pairing { get; init; } = VariationPairing.TradeOff;

    /// <summary>How, where the default of a dimension is not wanted.</summary>
    public VariationOperators Operators { get; init; } = new();

    /// <summary>Added to the prompt to change the texture, by operators that follow a prompt; null for <see cref="ViewPhrases.Textures"/>.</summary>
    public IReadOnlyList<string>? TexturePhrases { get; init; }

    /// <summary>Added to the prompt to change the pose, by operators that follow a prompt; null for <see cref="ViewPhrases.Poses"/>.</summary>
    public IReadOnlyList<string>? PosePhrases { get; init; }
}
