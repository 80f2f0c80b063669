namespace Nights.Domain.Voting;

/// <summary>
/// What the votes make us believe of a triplet. It is one of three things: clearly A, clearly B, or ambiguous, when people toss a coin. Somebody of some skill says
/// the clear answer with the probability that <see cref="Skill.Says"/> gives, and either with ½ where there is none. Asking only "A or B" would make two lucky coin flips a label.
/// </summary>
/// <param name="A">Posterior probability that A is clearly more similar, 0 to 1.</param>
/// <param name="B">The same for B.</param>
/// <param name="Ambiguous">Posterior probability that it is a coin flip; the three add up to 1.</param>
public readonly record struct Belief(double A, double B, double Ambiguous)
{
    /// <param name="ballot">Counted votes, weighed.</param>
    /// <param name="ambiguous">Prior share of ambiguous triplets, above 0 and below 1; clear ones are A or B alike.</param>
    public static Belief Of(Ballot ballot, double ambiguous)
    {
        var clear = (1 - ambiguous) / 2;
        var (a, b) = (clear * Math.Exp(ballot.EvidenceA / 1e6), clear * Math.Exp(ballot.EvidenceB / 1e6));
        var sum = a + b + ambiguous;
        return new Belief(a / sum, b / sum, ambiguous / sum);
    }

    /// <summary>The likelier clear answer, or null where neither is.</summary>
    public Variation? Leader => A > B ? Variation.A : B > A ? Variation.B : null;

    /// <summary>Its probability.</summary>
    public double Confidence => Math.Max(A, B);
}
