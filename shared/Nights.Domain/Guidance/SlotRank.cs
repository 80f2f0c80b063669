using Nights.Domain.Voting;

namespace Nights.Domain.Guidance;

/// <summary>
/// The order in which a guided campaign hands out its slots. In round 1 the rank stays a random place, so that claims are spread over the index as they are without
/// guidance, and carries the merit in its last byte: a claim looks at a few more places than it needs and takes the best of them, so nobody's page is another's.
/// In later rounds, of which few are out at a time, merit comes first and chance breaks ties.
/// </summary>
public static class SlotRank
{
    /// <summary>Merits are 0 to 255.</summary>
    public const int Merits = 256;

    /// <summary>Random places beside a merit; a rank is below <see cref="Merits"/> times as many, 2³¹.</summary>
    public const int Places = 1 << 23;

    /// <summary>Places that a claim looks at for each that it takes in round 1.</summary>
    public const int Looked = 8;

    // Nats a vote: below and above, triplets are not told apart. Between, a step of merit is 3 %.
    private const double Least = 1e-3, Most = 4;

    /// <summary>How much a vote is worth, on a logarithmic scale.</summary>
    /// <param name="information">Nats a vote, as <see cref="ExpectedInformation"/> gives it.</param>
    public static int Merit(double information)
    {
        var share = Math.Log(Math.Clamp(information, Least, Most) / Least) / Math.Log(Most / Least);
        return (int)Math.Round(share * (Merits - 1), MidpointRounding.AwayFromZero);
    }

    /// <summary>The merit of a triplet of which the model and the early votes say this.</summary>
    public static int Merit(VotePolicy policy, Ballot ballot, double expectedA) => Merit(ExpectedInformation.Of(policy, ballot, expectedA));

    /// <summary>The rank of a slot.</summary>
    /// <param name="round">From 1.</param>
    /// <param name="merit">0 to 255.</param>
    /// <param name="place">Random, 0 to <see cref="Places"/> − 1.</param>
    public static int Of(int round, int merit, int place) => round == 1 ? place * Merits + merit : merit * Places + place;

    /// <summary>The merit in a rank of round 1.</summary>
    public static int MeritOfFirst(int rank) => rank % Merits;
}
