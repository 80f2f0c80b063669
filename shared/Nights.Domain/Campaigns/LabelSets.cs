using System.Reflection;

namespace Nights.Domain.Campaigns;

/// <summary>The six label sets NIGHTS drew its categories from, as they ship with the product.</summary>
public static class LabelSets
{
    private static readonly Dictionary<string, Lazy<IReadOnlyList<string>>> Sets =
        new[] { "cifar10", "cifar100", "flowers102", "food101", "imagenet1k", "sun397" }
            .ToDictionary(name => name, name => new Lazy<IReadOnlyList<string>>(() => Load(name)), StringComparer.Ordinal);

    private static readonly Lazy<HashSet<string>> ImageNet = new(() => [.. Read("imagenet1k")]);

    /// <summary>Names of the sets, in ordinal order.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Sets.Keys.Order(StringComparer.Ordinal)];

    /// <summary>The labels of a set, in the set's own order.</summary>
    /// <exception cref="ArgumentException">There is no such set.</exception>
    public static IReadOnlyList<string> Read(string name) => Sets.TryGetValue(name, out var labels)
        ? labels.Value
        : throw new ArgumentException($"There is no label set '{name}'; there are {string.Join(", ", Names)}.", nameof(name));

    /// <summary>Whether a category is an ImageNet label, as NIGHTS marks its rows.</summary>
    public static bool IsImageNet(string category) => ImageNet.Value.Contains(category);

    private static string[] Load(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"categories/{name}")
            ?? throw new InvalidOperationException($"The resource categories/{name} is not in Nights.Domain.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }
}
