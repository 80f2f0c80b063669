namespace Nights.Domain.Voting;

/// <summary>
/// All that a policy knows of a triplet's counted votes. Every part is a sum of whole numbers, so the order of votes leaves no trace, a vote taken away again
/// leaves none either, and the log of votes played from empty gives the same to the last digit.
/// </summary>
/// <param name="Tally">Votes by choice.</param>
/// <param name="EvidenceA">What the votes say for "A is clearly the more similar one" against "a coin flip", in millionths of a nat; 0 where votes are not weighed.</param>
/// <param name="EvidenceB">The same for B.</param>
/// <param name="UnskilledA">Of the votes for A, those of participants below the skill whose dissent is tolerated.</param>
/// <param name="UnskilledB">The same for B.</param>
public readonly record struct Ballot(Tally Tally, long EvidenceA = 0, long EvidenceB = 0, int UnskilledA = 0, int UnskilledB = 0)
{
    /// <summary>The side that is ahead: by what the votes say where they are weighed, else by their number; null at a tie.</summary>
    public Variation? Leader => EvidenceA == EvidenceB ? Tally.Leader : EvidenceA > EvidenceB ? Variation.A : Variation.B;

    /// <summary>The same votes with the two variations exchanged.</summary>
    public Ballot Mirror() => new(Tally.Mirror(), EvidenceB, EvidenceA, UnskilledB, UnskilledA);

    /// <summary>The ballot with one vote more.</summary>
    /// <param name="choice">The side it is for.</param>
    /// <param name="says">What it says for its own side and for the other one; nothing where votes are not weighed.</param>
    /// <param name="unskilled">Whether the participant's dissent is one that may be tolerated.</param>
    internal Ballot Add(Variation choice, (long Own, long Other) says, bool unskilled) => Change(choice, says, unskilled, 1);

    /// <summary>The ballot as it would be had this vote not been cast.</summary>
    internal Ballot Remove(Variation choice, (long Own, long Other) says, bool unskilled) => Change(choice, says, unskilled, -1);

    private Ballot Change(Variation choice, (long Own, long Other) says, bool unskilled, int by)
    {
        var (own, other) = (by * says.Own, by * says.Other);
        var low = unskilled ? by : 0;
        return choice switch
        {
            Variation.A => new Ballot(new Tally(Tally.A + by, Tally.B), EvidenceA + own, EvidenceB + other, UnskilledA + low, UnskilledB),
            Variation.B => new Ballot(new Tally(Tally.A, Tally.B + by), EvidenceA + other, EvidenceB + own, UnskilledA, UnskilledB + low),
            _ => throw new ArgumentOutOfRangeException(nameof(choice), choice, "A vote is for A or for B."),
        };
    }
}
