namespace Nights.Domain.Perturbations;

/// <summary>Dimensions and operators by the names that specs, messages, manifests and datasets use for them.</summary>
public static class PerturbationWords
{
    public static string Word(this PerturbationDimension dimension) => dimension switch
    {
        PerturbationDimension.Colour => "colour",
        PerturbationDimension.Texture => "texture",
        PerturbationDimension.Layout => "layout",
        PerturbationDimension.Pose => "pose",
        PerturbationDimension.Content => "content",
        _ => throw new ArgumentOutOfRangeException(nameof(dimension), dimension, "A dimension is colour, texture, layout, pose or content."),
    };

    public static string Word(this PerturbationOperator way) => way switch
    {
        PerturbationOperator.NoiseSlerp => "noiseSlerp",
        PerturbationOperator.LowBandSwap => "lowBandSwap",
        PerturbationOperator.HighBandSwap => "highBandSwap",
        PerturbationOperator.ImageToImage => "imageToImage",
        PerturbationOperator.LateSwitch => "lateSwitch",
        PerturbationOperator.PromptBlend => "promptBlend",
        PerturbationOperator.LabShift => "labShift",
        _ => throw new ArgumentOutOfRangeException(nameof(way), way, "Not a known operator."),
    };
}
