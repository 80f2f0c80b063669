namespace Nights.Domain.Perturbations;

/// <summary>One change to a reference. A variation is a list of them, applied in the order prompt, noise, image-to-image, pixels, whatever order they stand in.</summary>
/// <param name="Dimension">What it is meant to change.</param>
/// <param name="Operator">How.</param>
/// <param name="Level">How much, in [0, 1].</param>
/// <param name="Seed">The other seed, in [0, 2³²); operators that need none ignore it.</param>
/// <param name="Prompt">The other prompt of operators that follow one, else null.</param>
public sealed record Perturbation(PerturbationDimension Dimension, PerturbationOperator Operator, double Level, long Seed, string? Prompt = null);
