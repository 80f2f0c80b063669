namespace Nights.Campaigns.Specs;

/// <summary>A piece of a spec as it was written, in YAML or JSON, before anything is known about its meaning.</summary>
/// <param name="Line">From 1; null where the format does not tell.</param>
internal abstract record SpecNode(int? Line);

/// <summary>Keys and values in their order.</summary>
internal sealed record SpecMap(IReadOnlyList<(string Key, SpecNode Value)> Entries, int? Line) : SpecNode(Line);

internal sealed record SpecList(IReadOnlyList<SpecNode> Items, int? Line) : SpecNode(Line);

/// <param name="Text">As written, without quotes; null for null.</param>
/// <param name="Quoted">True for text that cannot be meant as a number.</param>
internal sealed record SpecScalar(string? Text, bool Quoted, int? Line) : SpecNode(Line);
