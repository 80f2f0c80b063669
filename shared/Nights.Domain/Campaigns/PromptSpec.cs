namespace Nights.Domain.Campaigns;

/// <summary>What the pictures show.</summary>
public sealed record PromptSpec
{
    /// <summary>Must contain <c>{category}</c> once. NIGHTS used this default.</summary>
    public string Template { get; init; } = "An image of a {category}";

    /// <summary>Label sets to draw categories from: cifar10, cifar100, flowers102, food101, imagenet1k, sun397.</summary>
    public IReadOnlyList<string> Sets { get; init; } = [];

    /// <summary>Categories named by the operator; used together with <see cref="Sets"/>.</summary>
    public IReadOnlyList<string> Categories { get; init; } = [];
}
