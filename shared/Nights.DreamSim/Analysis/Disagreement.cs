namespace Nights.DreamSim.Analysis;

/// <summary>A triplet on which the metric and most people disagree.</summary>
public sealed record Disagreement
{
    public required string Id { get; init; }

    /// <summary>What the table says of it: category, dimension and level, round; empty parts are left out.</summary>
    public required string About { get; init; }

    /// <summary>Files.</summary>
    public required string Reference { get; init; }
    public required string Left { get; init; }
    public required string Right { get; init; }

    public required int Votes { get; init; }

    /// <summary>Share of people who found the right one closer, in [0, 1].</summary>
    public required double RightShare { get; init; }

    public required double LeftDistance { get; init; }
    public required double RightDistance { get; init; }

    /// <summary>Those against the metric: 1 − 2AFC, above one half.</summary>
    public double Against => LeftDistance < RightDistance ? RightShare : 1 - RightShare;

    /// <summary>How sure the metric is.</summary>
    public double Gap => Math.Abs(LeftDistance - RightDistance);

    /// <summary>The worst first: by the share of people against the metric, then by how far the two distances are apart.</summary>
    public static IReadOnlyList<Disagreement> Worst(IEnumerable<Disagreement> triplets, int most) =>
    [
        .. triplets.Where(triplet => triplet.Gap > 0 && triplet.Against > 0.5)
            .OrderByDescending(triplet => triplet.Against).ThenByDescending(triplet => triplet.Gap).ThenBy(triplet => triplet.Id, StringComparer.Ordinal).Take(most),
    ];
}
