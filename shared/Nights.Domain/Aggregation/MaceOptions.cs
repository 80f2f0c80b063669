namespace Nights.Domain.Aggregation;

/// <summary>How MACE is estimated; the defaults are crowd-kit's and the authors'.</summary>
public sealed record MaceOptions
{
    /// <summary>Starts, at least 1: the first with everybody alike, the others drawn; the one that explains the votes best is kept.</summary>
    public int Starts { get; init; } = 10;

    /// <summary>Most rounds of a start, at least 1.</summary>
    public int Iterations { get; init; } = 50;

    /// <summary>A start rests when the log likelihood moves by less than this for each vote in a round.</summary>
    public double Tolerance { get; init; } = 1e-9;

    /// <summary>Pseudo-counts of knowing and of spamming: Beta(½, ½).</summary>
    public double Prior { get; init; } = 0.5;

    /// <summary>Pseudo-count of each label among a spammer's answers.</summary>
    public double StrategyPrior { get; init; } = 10;

    /// <summary>Of the drawn starts.</summary>
    public long Seed { get; init; } = 1;

    internal void Check()
    {
        if (Starts < 1) throw new ArgumentException($"Starts is {Starts}; at least 1 is needed.");
        if (Iterations < 1) throw new ArgumentException($"Iterations is {Iterations}; at least 1 is needed.");
        if (!(Tolerance >= 0)) throw new ArgumentException($"Tolerance is {Tolerance}; it is not negative.");
        if (!(Prior > 0 && StrategyPrior > 0)) throw new ArgumentException($"Prior is {Prior} and StrategyPrior {StrategyPrior}; pseudo-counts of MACE are positive.");
    }
}
