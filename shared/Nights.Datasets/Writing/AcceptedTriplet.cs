using Nights.Domain.Perturbations;
using Nights.Domain.Voting;

namespace Nights.Datasets.Writing;

/// <summary>A triplet on which people agreed, as it goes into a snapshot.</summary>
public sealed record AcceptedTriplet
{
    /// <summary>Place in the campaign; the id of its row.</summary>
    public required int Number { get; init; }

    /// <summary>Number of the painting: the generation group, and what the split is drawn by.</summary>
    public required int Painting { get; init; }

    public required Variation Winner { get; init; }

    /// <summary>Counted votes for the winner and for both together.</summary>
    public required int WinnerVotes { get; init; }

    public required int Votes { get; init; }

    /// <summary>Round in which it was decided, from 1.</summary>
    public required int Round { get; init; }

    public required bool IsImageNet { get; init; }
    public required string Prompt { get; init; }

    /// <summary>SHA-256 of the three painted PNG files, 64 lower-case hex digits.</summary>
    public required string ReferenceSha256 { get; init; }

    public required string ASha256 { get; init; }
    public required string BSha256 { get; init; }

    /// <summary>What A and B change about the reference; empty where only the seeds differ.</summary>
    public IReadOnlyList<Perturbation> AChanges { get; init; } = [];

    public IReadOnlyList<Perturbation> BChanges { get; init; } = [];
}
