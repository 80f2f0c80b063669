using Nights.Domain.Perturbations;

namespace Nights.Domain.Campaigns;

/// <summary>The operator of each dimension; null for its default. Those a dimension admits: <see cref="DimensionOperators.Of"/>.</summary>
public sealed record VariationOperators
{
    public PerturbationOperator? Colour { get; init; }
    public PerturbationOperator? Texture { get; init; }
    public PerturbationOperator? Layout { get; init; }
    public PerturbationOperator? Pose { get; init; }
    public PerturbationOperator? Content { get; init; }

    /// <summary>What the spec says, or null.</summary>
    public PerturbationOperator? Named(PerturbationDimension dimension) => dimension switch
    {
        PerturbationDimension.Colour => Colour,
        PerturbationDimension.Texture => Texture,
        PerturbationDimension.Layout => Layout,
        PerturbationDimension.Pose => Pose,
        PerturbationDimension.Content => Content,
        _ => throw new ArgumentOutOfRangeException(nameof(dimension), dimension, "A dimension is colour, texture, layout, pose or content."),
    };

    /// <summary>What is used.</summary>
    public PerturbationOperator Of(PerturbationDimension dimension) => Named(dimension) ?? DimensionOperators.Of(dimension)[0];
}
