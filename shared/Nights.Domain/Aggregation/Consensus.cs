namespace Nights.Domain.Aggregation;

/// <summary>What one method makes of the judgements: for each item how probable each label is, for each participant how accurate they are.</summary>
public sealed class Consensus
{
    // Shares of few votes and posteriors that are equal by symmetry differ in their last digits only.
    private const double Tied = 1e-9;
    private readonly double[] posterior;

    internal Consensus(AggregationMethod method, int labels, double[] posterior, IReadOnlyList<ParticipantAccuracy> participants, int iterations = 0, bool converged = true)
    {
        (Method, Labels, this.posterior, Participants, Iterations, Converged) = (method, labels, posterior, participants, iterations, converged);
    }

    public AggregationMethod Method { get; }
    public int Labels { get; }
    public int Items => posterior.Length / Labels;

    /// <summary>In the order of their numbers.</summary>
    public IReadOnlyList<ParticipantAccuracy> Participants { get; }

    /// <summary>Rounds of the estimation; 0 where there is a closed form.</summary>
    public int Iterations { get; }

    /// <summary>Whether the estimation came to rest before its limit of rounds.</summary>
    public bool Converged { get; }

    /// <summary>Probability of each label (majority and Wawa: share of the weight). Sums to one; equal for an item without votes, or the estimated prior.</summary>
    public ReadOnlySpan<double> Posterior(int item) => posterior.AsSpan(item * Labels, Labels);

    /// <summary>The most probable label, or null when two are equally so.</summary>
    public int? Label(int item)
    {
        var chances = Posterior(item);
        var best = 0;
        for (var label = 1; label < Labels; label++)
            if (chances[label] > chances[best]) best = label;
        for (var label = 0; label < Labels; label++)
            if (label != best && chances[best] - chances[label] <= Tied) return null;
        return best;
    }
}
