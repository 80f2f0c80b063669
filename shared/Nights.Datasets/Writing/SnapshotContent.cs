using Nights.Domain.Campaigns;

namespace Nights.Datasets.Writing;

/// <summary>All that decides the bytes of a snapshot. The order of the triplets does not.</summary>
public sealed record SnapshotContent
{
    public required string Name { get; init; }

    /// <summary>Semantic version, e.g. "1.0.0".</summary>
    public required string Version { get; init; }

    /// <summary>Name and version of the campaign, e.g. "otters@1".</summary>
    public required string Campaign { get; init; }

    public required CampaignSpec Spec { get; init; }

    /// <summary>SHA-256 of the spec as stored, 64 lower-case hex digits.</summary>
    public required string SpecSha256 { get; init; }

    /// <summary>Highest vote id that may be in it.</summary>
    public required long Mark { get; init; }

    public required IReadOnlyList<AcceptedTriplet> Triplets { get; init; }

    /// <summary>Pairs of these triplets that flashed by and were judged; jnd.csv is there when there are any.</summary>
    public IReadOnlyList<JudgedPair> Judged { get; init; } = [];

    /// <summary>Text of LICENSE. The default says that none has been chosen.</summary>
    public string License { get; init; } =
        """
        No licence has been chosen for this dataset.

        The pictures were made by a generative model; the terms of that model may limit their use. The labels are the
        judgements of participants. Whoever publishes the dataset chooses a licence and replaces this file in a new version.

        """;
}
