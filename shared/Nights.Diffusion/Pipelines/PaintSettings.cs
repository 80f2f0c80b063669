namespace Nights.Diffusion.Pipelines;

/// <summary>What the pictures of a batch have in common.</summary>
public sealed record PaintSettings
{
    /// <summary>Pixels; a multiple of the model's <c>SizeMultiple</c>, at most <see cref="LargestEdge"/>.</summary>
    public required int Width { get; init; }

    public required int Height { get; init; }

    /// <summary>Inference steps of the scheduler.</summary>
    public required int Steps { get; init; }

    /// <summary>Classifier-free guidance scale; 1 and below turn it off and halve the work.</summary>
    public double Guidance { get; init; } = 7.5;

    /// <summary>Scheduler class or short name in place of the model's own, with the model's configuration otherwise; null for the model's own.</summary>
    public string? Scheduler { get; init; }

    public const int LargestEdge = 4096;
    public const int MostSteps = 1000;

    /// <summary>True when one more pass without the prompt is made and subtracted.</summary>
    public bool IsGuided => Guidance > 1;
}
