namespace Nights.Domain.Aggregation;

/// <summary>How GLAD is estimated.</summary>
public sealed record GladOptions
{
    /// <summary>Most rounds, at least 1.</summary>
    public int Iterations { get; init; } = 300;

    /// <summary>The estimation rests when the log posterior grows by less than this for each vote in a round.</summary>
    public double Tolerance { get; init; } = 1e-7;

    internal void Check()
    {
        if (Iterations < 1) throw new ArgumentException($"Iterations is {Iterations}; at least 1 is needed.");
        if (!(Tolerance >= 0)) throw new ArgumentException($"Tolerance is {Tolerance}; it is not negative.");
    }
}
