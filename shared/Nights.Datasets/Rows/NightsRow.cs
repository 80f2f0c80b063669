using Nights.Domain.Snapshots;

namespace Nights.Datasets.Rows;

/// <summary>One row of data.csv: a reference, a left and a right picture, and what people said of them.</summary>
public sealed record NightsRow
{
    /// <summary>Number of the triplet in its campaign, not negative.</summary>
    public required int Id { get; init; }

    /// <summary>Share of the votes for the left picture, 0 to 1. We write 0 or 1; left is variation A.</summary>
    public required double LeftVote { get; init; }

    /// <summary>Share of the votes for the right picture, 0 to 1: the target of training. Right is variation B.</summary>
    public required double RightVote { get; init; }

    /// <summary>Counted votes.</summary>
    public required int Votes { get; init; }

    /// <summary>Paths below the dataset's root, with forward slashes.</summary>
    public required string RefPath { get; init; }

    public required string LeftPath { get; init; }
    public required string RightPath { get; init; }
    public required Split Split { get; init; }

    /// <summary>Whether the category is an ImageNet label; false where the file does not say.</summary>
    public bool IsImageNet { get; init; }

    /// <summary>Empty where the file does not say.</summary>
    public string Prompt { get; init; } = "";

    /// <summary>Rows of one group share pictures and are not independent: the painting's number; the id where the file does not say.</summary>
    public required int Group { get; init; }

    /// <summary>Round in which the triplet was decided; 0 where the file does not say.</summary>
    public int Round { get; init; }

    /// <summary>What the left picture changes about the reference; null where only seeds differ or the file does not say.</summary>
    public RowVariation? Left { get; init; }

    /// <summary>What the right picture changes about the reference, likewise.</summary>
    public RowVariation? Right { get; init; }
}
