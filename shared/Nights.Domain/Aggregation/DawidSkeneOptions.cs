namespace Nights.Domain.Aggregation;

/// <summary>How Dawid-Skene is estimated.</summary>
public sealed record DawidSkeneOptions
{
    /// <summary>
    /// Answers each participant is taken to have given rightly, and wrongly, before their first: pseudo-counts, not negative. They keep somebody with three votes from
    /// counting as infallible. 0 and 0 is maximum likelihood, as crowd-kit does it. In a confusion matrix <see cref="PriorWrong"/> is shared out over the wrong labels of each true one.
    /// </summary>
    public double PriorRight { get; init; } = 1;

    /// <inheritdoc cref="PriorRight"/>
    public double PriorWrong { get; init; } = 1;

    /// <summary>Whether the share of each label is estimated too; else all are equally probable beforehand. Canonical names are arbitrary, so either will do for A and B.</summary>
    public bool EstimateShares { get; init; } = true;

    /// <summary>Most rounds, at least 1.</summary>
    public int Iterations { get; init; } = 500;

    /// <summary>The estimation rests when the log posterior grows by less than this for each vote in a round.</summary>
    public double Tolerance { get; init; } = 1e-9;

    internal void Check()
    {
        if (!(PriorRight >= 0 && PriorWrong >= 0)) throw new ArgumentException($"PriorRight is {PriorRight} and PriorWrong {PriorWrong}; pseudo-counts are not negative.");
        if (Iterations < 1) throw new ArgumentException($"Iterations is {Iterations}; at least 1 is needed.");
        if (!(Tolerance >= 0)) throw new ArgumentException($"Tolerance is {Tolerance}; it is not negative.");
    }
}
