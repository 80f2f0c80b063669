namespace Nights.DreamSim.Analysis;

/// <summary>What of a snapshot is analysed, and how.</summary>
public sealed record AnalysisOptions
{
    /// <summary>As in the table; together.</summary>
    public IReadOnlyList<string> Splits { get; init; } = ["test"];

    /// <summary>Triplets with fewer votes are left out.</summary>
    public int MinVotes { get; init; }

    /// <summary>Triplets of the gallery, at most.</summary>
    public int Gallery { get; init; } = 12;

    /// <summary>Bootstrap samples of each interval.</summary>
    public int Draws { get; init; } = 2000;

    /// <summary>Of the bootstrap.</summary>
    public long Seed { get; init; } = 1;
}
