namespace Nights.Domain.Campaigns;

/// <summary>What is to be painted: one prompt, three pictures from three seeds.</summary>
/// <param name="Category">The label that the prompt names.</param>
/// <param name="IsImageNet">Whether the label is one of ImageNet's.</param>
/// <param name="Prompt">The template with the category in its place.</param>
/// <param name="Seeds">Three seeds in [0, 2³²), unlike all others of the campaign.</param>
public sealed record PlannedPainting(string Category, bool IsImageNet, string Prompt, IReadOnlyList<long> Seeds);
