using Nights.DreamSim.Evaluation;

namespace Nights.DreamSim.Analysis;

/// <summary>Where a metric agrees with people and where not, and what it uses of the pictures. Agreement is 2AFC, in [0, 1]; one half is chance.</summary>
public sealed record MetricAnalysis
{
    public required IReadOnlyList<string> Splits { get; init; }
    public required int Pictures { get; init; }

    /// <summary>All triplets.</summary>
    public required AssessedPart Whole { get; init; }

    /// <summary>By dimension, level, category and round, as far as the table says them.</summary>
    public required IReadOnlyList<Breakdown> Breakdowns { get; init; }

    /// <summary>The metric on whole pictures first, then without each part; <see cref="Figure.FirstMinusIt"/> is what is lost.</summary>
    public required AssessedPart Ablations { get; init; }

    /// <summary>What each ablation does, in the order of the figures after the first.</summary>
    public required IReadOnlyList<string> AblationMeanings { get; init; }

    /// <summary>The ensemble first, then its parts; null where it cannot be taken apart.</summary>
    public required AssessedPart? Backbones { get; init; }

    public required IReadOnlyList<GapThreshold> Gaps { get; init; }

    /// <summary>Where the snapshot has flashed pairs; null otherwise.</summary>
    public required IReadOnlyList<SamenessThreshold>? Sameness { get; init; }
    public required SamenessThreshold? EqualError { get; init; }

    /// <summary>The worst first.</summary>
    public required IReadOnlyList<Disagreement> Disagreements { get; init; }

    public required int Draws { get; init; }
    public required long Seed { get; init; }
}

/// <summary>Agreement by one property of the triplets.</summary>
/// <param name="Property">dimension, level, category or round.</param>
/// <param name="Parts">One for each value, in order; each with one figure.</param>
public sealed record Breakdown(string Property, IReadOnlyList<AssessedPart> Parts);
