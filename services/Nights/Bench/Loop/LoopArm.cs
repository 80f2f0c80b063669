namespace Nights.Local.Bench.Loop;

/// <summary>What comes first in a simulated campaign.</summary>
internal enum LoopRanking
{
    /// <summary>Anything.</summary>
    None = 0,

    /// <summary>What tells most, as guide.rank has it.</summary>
    Information = 1,

    /// <summary>What is likeliest to be accepted for the votes it takes: not offered, and measured to see what it would do.</summary>
    Acceptance = 2,
}

/// <summary>A way to spend the same budget on the same triplets and people.</summary>
/// <param name="Name">As the table shows it.</param>
/// <param name="Ranking">What comes first.</param>
/// <param name="Screens">Whether near-identical candidates are screened.</param>
internal sealed record LoopArm(string Name, LoopRanking Ranking, bool Screens)
{
    public static IReadOnlyList<LoopArm> All { get; } =
    [
        new("not guided", LoopRanking.None, false),
        new("ranked", LoopRanking.Information, false),
        new("screened", LoopRanking.None, true),
        new("ranked and screened", LoopRanking.Information, true),
        new("easiest first", LoopRanking.Acceptance, false),
    ];
}
