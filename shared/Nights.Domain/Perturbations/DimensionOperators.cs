namespace Nights.Domain.Perturbations;

/// <summary>By which operators a dimension can be changed. The first of a dimension's list is used unless the spec names another.</summary>
public static class DimensionOperators
{
    /// <summary>The operators that change this dimension more than any other.</summary>
    public static IReadOnlyList<PerturbationOperator> Of(PerturbationDimension dimension) => dimension switch
    {
        PerturbationDimension.Colour => [PerturbationOperator.LabShift, PerturbationOperator.NoiseSlerp],
        PerturbationDimension.Texture =>
        [
            PerturbationOperator.HighBandSwap, PerturbationOperator.LateSwitch, PerturbationOperator.ImageToImage, PerturbationOperator.PromptBlend,
            PerturbationOperator.NoiseSlerp,
        ],
        PerturbationDimension.Layout => [PerturbationOperator.LowBandSwap, PerturbationOperator.NoiseSlerp],
        PerturbationDimension.Pose =>
            [PerturbationOperator.PromptBlend, PerturbationOperator.LateSwitch, PerturbationOperator.ImageToImage, PerturbationOperator.NoiseSlerp],
        PerturbationDimension.Content =>
            [PerturbationOperator.PromptBlend, PerturbationOperator.LateSwitch, PerturbationOperator.ImageToImage, PerturbationOperator.NoiseSlerp],
        _ => throw new ArgumentOutOfRangeException(nameof(dimension), dimension, "A dimension is colour, texture, layout, pose or content."),
    };

    /// <summary>Whether the operator moves towards another prompt; the others draw from the seed or from the pixels alone.</summary>
    public static bool FollowsPrompt(this PerturbationOperator way) => way switch
    {
        PerturbationOperator.ImageToImage or PerturbationOperator.LateSwitch or PerturbationOperator.PromptBlend => true,
        PerturbationOperator.NoiseSlerp or PerturbationOperator.LowBandSwap or PerturbationOperator.HighBandSwap or PerturbationOperator.LabShift => false,
        _ => throw new ArgumentOutOfRangeException(nameof(way), way, "Not a known operator."),
    };
}
