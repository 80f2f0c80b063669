namespace Nights.Domain.Guidance;

/// <summary>What a model sees of a triplet.</summary>
/// <param name="A">From the reference to variation A, 0 to 2.</param>
/// <param name="B">From the reference to variation B, 0 to 2.</param>
/// <param name="Apart">Between the two variations, 0 to 2.</param>
public readonly record struct TripletDistances(double A, double B, double Apart)
{
    // A model is never surer than this: one dissent of all people must stay a number.
    private const double Least = 0.01;

    /// <summary>
    /// Whether the two variations are so alike that whoever must choose tosses a coin. Asked of the variations, not of each and the reference: two that are both all but
    /// equal to the reference are all but equal to each other, since angles obey the triangle inequality; two twins far from the reference are as much of a
    /// coin flip; and a triplet where just one variation equals the reference is the clearest of all.
    /// </summary>
    /// <param name="limit">The largest distance that counts; 0 for none.</param>
    public bool AreNearIdentical(double limit) => limit > 0 && Apart <= limit;

    /// <summary>The chance, 0.01 to 0.99, that people will choose A: a logistic of how much nearer A is.</summary>
    /// <param name="scale">Difference of distances at which the odds are e to 1, above 0; comes with the model's evaluation.</param>
    public double ExpectedA(double scale)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(scale);
        return Math.Clamp(1 / (1 + Math.Exp((A - B) / scale)), Least, 1 - Least);
    }
}
