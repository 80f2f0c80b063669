using System.Text.Json.Serialization;

namespace Nights.DreamSim.Evaluation;

/// <summary>How metrics compare with people on one set of judgements, and with each other.</summary>
public sealed record Assessment
{
    public required int Pictures { get; init; }
    public required int Judgements { get; init; }

    /// <summary>Bootstrap samples of groups; the same for all metrics, so that differences are paired.</summary>
    public required int Draws { get; init; }
    public required long Seed { get; init; }

    /// <summary>Of the set, in its order.</summary>
    public required IReadOnlyList<AssessedPart> Parts { get; init; }
}

/// <summary>One part of a set.</summary>
public sealed record AssessedPart
{
    public required string Part { get; init; }
    public required int Judgements { get; init; }

    /// <summary>Judgements of one group share pictures and are drawn together.</summary>
    public required int Groups { get; init; }

    /// <summary>By statistic, then by metric, in the order in which they were given.</summary>
    public required IReadOnlyList<Figure> Figures { get; init; }
}

/// <summary>One figure of one metric. Ends of intervals are null where too few samples determine them.</summary>
public sealed record Figure
{
    public required string Metric { get; init; }
    public required string Statistic { get; init; }

    /// <summary>Null where it is not determined: a correlation of distances that are all the same.</summary>
    public required double? Value { get; init; }

    /// <summary>95 % interval: percentiles of the bootstrap.</summary>
    public required IReadOnlyList<double>? Interval95 { get; init; }

    /// <summary>Whether the interval is Wilson's instead, as an analysis has it where all groups say the same.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool ByWilson { get; init; }

    /// <summary>The first metric's figure minus this one; absent for the first.</summary>
    public double? FirstMinusIt { get; init; }

    /// <summary>95 % interval of that difference, on the same samples.</summary>
    public IReadOnlyList<double>? FirstMinusIt95 { get; init; }
}
