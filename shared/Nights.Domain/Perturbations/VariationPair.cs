using Nights.Domain.Campaigns;

namespace Nights.Domain.Perturbations;

/// <summary>What one picture changes: a dimension and how far.</summary>
public readonly record struct GradedChange(PerturbationDimension Dimension, double Level);

/// <summary>The two changes of a painting, before it is drawn which of pictures 1 and 2 shows which.</summary>
public readonly record struct VariationPair(GradedChange One, GradedChange Other)
{
    /// <summary>The same dimension at two levels.</summary>
    public bool IsLadder => One.Dimension == Other.Dimension;

    /// <summary>Every pair of a checked spec, each once and in an order of its own: trade-offs, then ladders.</summary>
    public static IReadOnlyList<VariationPair> All(VariationSpec variations)
    {
        var (dimensions, levels) = (variations.Dimensions, variations.Levels);
        return variations.Pairing switch
        {
            VariationPairing.TradeOff => [.. TradeOffs(dimensions, levels)],
            VariationPairing.Ladder => [.. Ladders(dimensions, levels)],
            VariationPairing.Mixed => [.. TradeOffs(dimensions, levels), .. Ladders(dimensions, levels)],
            _ => throw new ArgumentOutOfRangeException(nameof(variations), variations.Pairing, "A pairing is tradeOff, ladder or mixed."),
        };
    }

    private static IEnumerable<VariationPair> TradeOffs(IReadOnlyList<PerturbationDimension> dimensions, IReadOnlyList<double> levels) =>
        from one in Enumerable.Range(0, dimensions.Count)
        from other in Enumerable.Range(one + 1, dimensions.Count - one - 1)
        from oneLevel in levels
        from otherLevel in levels
        select new VariationPair(new(dimensions[one], oneLevel), new(dimensions[other], otherLevel));

    private static IEnumerable<VariationPair> Ladders(IReadOnlyList<PerturbationDimension> dimensions, IReadOnlyList<double> levels) =>
        from dimension in dimensions
        from one in Enumerable.Range(0, levels.Count)
        from other in Enumerable.Range(one + 1, levels.Count - one - 1)
        select new VariationPair(new(dimension, levels[one]), new(dimension, levels[other]));
}
