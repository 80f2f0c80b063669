using Nights.Domain.Perturbations;

namespace Nights.Domain.Campaigns;

/// <summary>What is to be painted: one prompt, three pictures.</summary>
/// <param name="Category">The label that the prompt names.</param>
/// <param name="IsImageNet">Whether the label is one of ImageNet's.</param>
/// <param name="Prompt">The template with the category in its place.</param>
/// <param name="Seeds">Three seeds in [0, 2³²), unlike all others of the campaign.</param>
/// <param name="Variations">Empty where only the seeds differ; else what each picture changes about picture 0, one list a picture, the first empty.</param>
public sealed record PlannedPainting(
    string Category, bool IsImageNet, string Prompt, IReadOnlyList<long> Seeds, IReadOnlyList<IReadOnlyList<Perturbation>> Variations);
