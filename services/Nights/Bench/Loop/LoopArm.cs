namespace Nights.Local.Bench.Loop;

/// <summary>A way to spend the same budget on the same triplets and people.</summary>
/// <param name="Name">As the table shows it.</param>
/// <param name="Rank">As in the spec's guidance.</param>
/// <param name="Screens">Whether near-identical candidates are screened.</param>
internal sealed record LoopArm(string Name, bool Rank, bool Screens)
{
    public static IReadOnlyList<LoopArm> All { get; } =
    [
        new("not guided", false, false), new("ranked", true, false), new("screened", false, true), new("ranked and screened", true, true),
    ];
}
