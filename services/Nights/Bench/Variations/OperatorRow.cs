using Nights.Domain.Perturbations;

namespace Nights.Local.Bench.Variations;

/// <summary>One operator as it is tried: what it is meant to move, and the prompt it follows.</summary>
/// <param name="Dimension">What it claims.</param>
/// <param name="Operator">How.</param>
/// <param name="Follows">The other prompt of a reference of some category and its sibling, or null for an operator that follows none.</param>
internal sealed record OperatorRow(PerturbationDimension Dimension, PerturbationOperator Operator, Func<string, string, string>? Follows = null)
{
    /// <summary>The default of every dimension first, then the others.</summary>
    public static IReadOnlyList<OperatorRow> All(string model)
    {
        var (texture, pose) = (ViewPhrases.Textures(model)[^1], ViewPhrases.Poses(model)[0]);
        return
        [
            new(PerturbationDimension.Colour, PerturbationOperator.LabShift),
            new(PerturbationDimension.Texture, PerturbationOperator.HighBandSwap),
            new(PerturbationDimension.Layout, PerturbationOperator.LowBandSwap),
            new(PerturbationDimension.Pose, PerturbationOperator.PromptBlend, (own, _) => Prompt(own) + pose),
            new(PerturbationDimension.Content, PerturbationOperator.PromptBlend, (_, sibling) => Prompt(sibling)),
            new(PerturbationDimension.Texture, PerturbationOperator.PromptBlend, (own, _) => Prompt(own) + texture),
            new(PerturbationDimension.Texture, PerturbationOperator.LateSwitch, (own, _) => Prompt(own) + texture),
            new(PerturbationDimension.Content, PerturbationOperator.LateSwitch, (_, sibling) => Prompt(sibling)),
            new(PerturbationDimension.Content, PerturbationOperator.ImageToImage, (_, sibling) => Prompt(sibling)),
            new(PerturbationDimension.Content, PerturbationOperator.NoiseSlerp),
        ];
    }

    public static string Prompt(string category) => $"An image of a {category}";

    public Perturbation At(double level, long seed, string category, string sibling) => new(Dimension, Operator, level, seed, Follows?.Invoke(category, sibling));

    /// <summary>The name in tables.</summary>
    public override string ToString() => Follows is null ? Operator.Word() : $"{Operator.Word()} \"{Follows("otter", "teapot")}\"";
}
