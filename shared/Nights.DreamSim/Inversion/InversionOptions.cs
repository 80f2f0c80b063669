namespace Nights.DreamSim.Inversion;

/// <summary>How a picture is sought.</summary>
public sealed record InversionOptions
{
    public int Steps { get; init; } = 400;

    /// <summary>Adam's, on the logits of the pixels.</summary>
    public double LearningRate { get; init; } = 0.05;

    /// <summary>Weight of the mean absolute difference of neighbouring pixels; 0 for none.</summary>
    public double Smoothness { get; init; } = 0.01;

    /// <summary>Each step sees the picture and its target shifted alike, by up to this share of an edge, round the corner.</summary>
    public double Shift { get; init; } = 1 / 16.0;

    /// <summary>Whether each step mirrors both, or not, by a coin.</summary>
    public bool Flip { get; init; } = true;

    /// <summary>A picture is told at the start, every so many steps, and at the end.</summary>
    public int Every { get; init; } = 50;

    /// <summary>Of the first picture and of shifts and flips.</summary>
    public long Seed { get; init; } = 1;
}

/// <summary>The picture after some steps.</summary>
/// <param name="Step">From 0.</param>
/// <param name="Distance">To the target, neither shifted nor mirrored.</param>
/// <param name="Picture">At the model's input size.</param>
public sealed record InversionStep(int Step, double Distance, Imaging.PixelImage Picture)
{
    /// <summary>The picture with the lowest distance so far, of all steps and not only of those that are told; the first of equals. Null on a best itself.</summary>
    public InversionStep? Best { get; init; }
}
