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

    /// <summary>The skill after some gold.</summary>
    public static Skill Of(GoldScore gold) =>
        new((short)Math.Round((double)One * (PriorRight + gold.Right) / (PriorRight + PriorWrong + gold.Total), MidpointRounding.AwayFromZero));

    /// <summary>The skill as a probability, 0 to 1.</summary>
    public double Share => (double)BasisPoints / One;

    /// <summary>What a vote says for its own side against a coin flip, in millionths of a nat: ln 2a, not negative.</summary>
    public long For => Millionths(Trusted);

    /// <summary>What the same vote says for the other side: ln 2(1 − a), not positive.</summary>
    public long Against => Millionths(One - Trusted);

    private int Trusted => Math.Clamp((int)BasisPoints, Least, Most);

    private static long Millionths(int basisPoints) => (long)Math.Round(1e6 * Math.Log(2.0 * basisPoints / One), MidpointRounding.AwayFromZero);
}
