namespace Nights.Domain.Forecasts;

/// <summary>What a policy did in simulation. A clear triplet is one that people who look agree on; a coin flip has no right answer.</summary>
public sealed record PolicyFigures
{
    public required int Triplets { get; init; }

    /// <summary>Votes bought for a triplet, those quarantined later included.</summary>
    public required Estimate Votes { get; init; }

    /// <summary>Share of all triplets that is kept.</summary>
    public required Estimate Accepted { get; init; }

    /// <summary>Share of the clear triplets that is kept with the right answer; 0 when there are none.</summary>
    public required Estimate ClearKept { get; init; }

    /// <summary>Share of the coin flips that is kept; 0 when there are none.</summary>
    public required Estimate CoinFlipsKept { get; init; }

    /// <summary>Share of the kept triplets that carries the wrong answer of a clear one.</summary>
    public required Estimate Wrong { get; init; }

    /// <summary>Share of the kept triplets that should not have been kept: wrong, or a coin flip.</summary>
    public required Estimate FalseAccepts { get; init; }

    /// <summary>Share of the triplets without a decision when the simulation was given up; 0 unless nobody is good enough to stay.</summary>
    public required double Undecided { get; init; }

    /// <summary>Paid trials of a triplet: votes, hidden gold and practice.</summary>
    public required double Trials { get; init; }

    public required int Participants { get; init; }
    public required int Excluded { get; init; }

    /// <summary>Votes bought for each clear triplet that is kept with the right answer.</summary>
    public double VotesPerClearKept => Votes.Mean / RightlyKept;

    /// <summary>Paid trials for each kept triplet.</summary>
    public double TrialsPerAccepted => Trials / Accepted.Mean;

    /// <summary>Share of all triplets that is clear and kept with the right answer.</summary>
    public double RightlyKept => Accepted.Mean * (1 - FalseAccepts.Mean);
}
