using Nights.Domain.Quality;

namespace Nights.Domain.Voting;

/// <summary>
/// How often a participant is right where the answer is known: the mean of Beta(8 + right, 2 + wrong) over their hidden gold, in basis points, so that it
/// is the same number wherever the log of votes is read. Newcomers have 8000.
/// </summary>
/// <param name="BasisPoints">0 to 10 000.</param>
public readonly record struct Skill(short BasisPoints)
{
    private const int PriorRight = 8;
    private const int PriorWrong = 2;
    private const int One = 10_000;

    // Worse than a coin counts as a coin: a vote is never turned against its own side. Nobody is beyond error, so one vote never decides.
    private const int Least = 5_000;
    private const int Most = 9_900;

    public static Skill Newcomer { get; } = Of(default(GoldScore));

    /// <summary>What we expect of votes to come: the skill of somebody who has passed their gold.</summary>
    public static Skill ToCome { get; } = new(9_500);

    /// <summary>The skill after some gold.</summary>
    public static Skill Of(GoldScore gold) =>
        new((short)Math.Round((double)One * (PriorRight + gold.Right) / (PriorRight + PriorWrong + gold.Total), MidpointRounding.AwayFromZero));

    /// <summary>The skill as a probability, 0 to 1.</summary>
    public double Share => (double)BasisPoints / One;

    /// <summary>
    /// What a vote says for its own side and for the other one, each against a coin flip, in millionths of a nat: ln 2p, not negative, and ln 2(1 − p), not positive, where p is
    /// the probability of the clear answer. Skill a is had by looking, with probability 2a − 1, and by a coin else; who looks gives the clear answer with probability <paramref name="clearAgreement"/>.
    /// </summary>
    /// <param name="clearAgreement">Above 0.5, up to 1.</param>
    public (long Own, long Other) Says(double clearAgreement)
    {
        var clear = ChanceOfClear((double)Math.Clamp((int)BasisPoints, Least, Most) / One, clearAgreement);
        return (Millionths(clear), Millionths(1 - clear));
    }

    /// <summary>Probability that somebody of this skill gives the answer of a clear triplet.</summary>
    internal static double ChanceOfClear(double skill, double clearAgreement) => (2 * skill - 1) * clearAgreement + (1 - skill);

    private static long Millionths(double probability) => (long)Math.Round(1e6 * Math.Log(2 * probability), MidpointRounding.AwayFromZero);
}
