namespace Nights.Domain.Voting;

/// <summary>Counted votes of a triplet by canonical choice, whatever side the pictures stood on.</summary>
/// <param name="A">Votes for variation A, not negative.</param>
/// <param name="B">Votes for variation B, not negative.</param>
public readonly record struct Tally(int A, int B)
{
    public int Total => A + B;

    /// <summary>How far the leading side is ahead.</summary>
    public int Lead => Math.Abs(A - B);

    /// <summary>The side that is ahead, or null at a tie.</summary>
    public Variation? Leader => A == B ? null : A > B ? Variation.A : Variation.B;

    public Tally Add(Variation choice) => choice switch
    {
        Variation.A => this with { A = A + 1 },
        Variation.B => this with { B = B + 1 },
        _ => throw new ArgumentOutOfRangeException(nameof(choice), choice, "A vote is for A or for B."),
    };

    /// <summary>The same votes with the two variations exchanged.</summary>
    public Tally Mirror() => new(B, A);
}
