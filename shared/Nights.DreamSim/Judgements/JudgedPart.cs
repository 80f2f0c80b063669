namespace Nights.DreamSim.Judgements;

/// <summary>Judgements that are scored together: a split, a kind of distortion, or all.</summary>
/// <param name="Name">As tables show it.</param>
/// <param name="Items">Indexes into the set; at least one.</param>
public sealed record JudgedPart(string Name, IReadOnlyList<int> Items)
{
    public const string All = "all";

    /// <summary>All judgements, and where there are several kinds each of them, in order of name.</summary>
    public static IReadOnlyList<JudgedPart> By(IReadOnlyList<string> kinds)
    {
        var parts = kinds.Select((kind, item) => (kind, item)).GroupBy(pair => pair.kind, pair => pair.item, StringComparer.Ordinal)
            .OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => new JudgedPart(group.Key, [.. group])).ToList();
        var all = new JudgedPart(All, [.. Enumerable.Range(0, kinds.Count)]);
        return parts.Count > 1 ? [all, .. parts] : [all];
    }
}
