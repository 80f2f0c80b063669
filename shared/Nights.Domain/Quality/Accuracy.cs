namespace Nights.Domain.Quality;

/// <summary>
/// What hidden gold says of how often a participant is right: Beta(8 + right, 2 + wrong). The prior expects 80 % and weighs as much as ten trials, so no
/// claim is made of anybody after three.
/// </summary>
/// <param name="Mean">0 to 1.</param>
/// <param name="Low">Lower bound of the central 95 % interval, 0 to 1.</param>
/// <param name="High">Upper bound of it, 0 to 1.</param>
public readonly record struct Accuracy(double Mean, double Low, double High)
{
    public const int PriorRight = 8;
    public const int PriorWrong = 2;
    private const double Tail = 0.025;

    /// <summary>The posterior after some gold; the prior itself before the first.</summary>
    public static Accuracy Of(GoldScore gold)
    {
        var (a, b) = ((double)PriorRight + gold.Right, (double)PriorWrong + gold.Total - gold.Right);
        return new Accuracy(a / (a + b), BetaDistribution.Quantile(Tail, a, b), BetaDistribution.Quantile(1 - Tail, a, b));
    }
}
