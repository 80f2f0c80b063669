using Nights.Diffusion.Noise;
using Nights.Domain.Campaigns;

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

    /// <summary>How far a guided prediction's deviation is brought back to the unguided one's (Lin et al. 2024, section 3.4): 0 not at all, 1 wholly; 0.7 suits zero-SNR models.</summary>
    public double GuidanceRescale { get; init; }

    /// <summary>Guides with two model calls in place of one of twice the rows: the same mathematics in half the memory.</summary>
    public bool SplitGuidance { get; init; }

    /// <summary>Scheduler class or short name in place of the model's own, with the model's configuration otherwise; null for the model's own.</summary>
    public string? Scheduler { get; init; }

    /// <summary>Fresh noise of DDIM's steps, 0 to 1; null for the scheduler's default.</summary>
    public double? Eta { get; init; }

    /// <summary>Whose random numbers the noise follows: one of <see cref="NoiseSources.Names"/>.</summary>
    public string NoiseSource { get; init; } = TorchCpuNoise.Name;

    public PictureSafety Safety { get; init; } = PictureSafety.Optional;

    public const int LargestEdge = 4096;
    public const int MostSteps = 1000;

    /// <summary>True when one more pass without the prompt is made and subtracted, by models that do not take the scale as an input.</summary>
    public bool IsGuided => Guidance > 1;
}
