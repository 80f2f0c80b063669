namespace Nights.Domain.Perturbations;

/// <summary>How a variation is made from its reference's prompt and noise. Each takes a level in [0, 1]: 0 changes nothing, 1 as much as it can.</summary>
public enum PerturbationOperator
{
    /// <summary>Initial noise turned towards another seed's: cos θ·n₁ + sin θ·n₂ with θ = level · 90°. Changes everything a seed decides, by degrees.</summary>
    NoiseSlerp = 0,

    /// <summary>The lowest spatial frequencies of the initial noise taken from another seed; level sets the cut-off.</summary>
    LowBandSwap = 1,

    /// <summary>The highest spatial frequencies of the initial noise taken from another seed; level sets the cut-off.</summary>
    HighBandSwap = 2,

    /// <summary>The finished reference noised again and denoised with the other prompt (or its own); level is the strength.</summary>
    ImageToImage = 3,

    /// <summary>The prompt replaced by another during the run; level is the share of steps that follow the other one.</summary>
    LateSwitch = 4,

    /// <summary>The encoded prompt moved towards another's: (1 - level)·e₁ + level·e₂.</summary>
    PromptBlend = 5,

    /// <summary>Hue, chroma and lightness of the finished pixels shifted in CIE Lab; the other seed draws the direction, level the distance.</summary>
    LabShift = 6,
}
