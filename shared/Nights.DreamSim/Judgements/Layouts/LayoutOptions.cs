namespace Nights.DreamSim.Judgements.Layouts;

/// <summary>What of a data set is read, where its layout leaves a choice.</summary>
public sealed record LayoutOptions
{
    /// <summary>nights, snapshot, jnd: each becomes a part of its own.</summary>
    public IReadOnlyList<string>? Splits { get; init; }

    /// <summary>nights, snapshot: triplets with fewer votes are left out; by default 6 and 0.</summary>
    public int? MinVotes { get; init; }

    /// <summary>jnd: what the columns are called.</summary>
    public JndColumns? Columns { get; init; }
}
