namespace Nights.Domain.Aggregation.Statistics;

/// <summary>Two bounds, both included.</summary>
/// <param name="Low">Not above <paramref name="High"/>.</param>
public readonly record struct Interval(double Low, double High)
{
    /// <summary>The confidence every interval of this folder has unless another is asked for.</summary>
    public const double Usual = 0.95;

    public double Width => High - Low;

    public bool Contains(double value) => value >= Low && value <= High;

    internal static void CheckConfidence(double confidence)
    {
        if (confidence is not (> 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(confidence), confidence, "A confidence lies between 0 and 1, e.g. 0.95.");
    }
}
