namespace Nights.Domain.Triplets;

/// <summary>Which of a painting's three pictures plays which part in a triplet.</summary>
/// <param name="Reference">Place of the reference, 0 to 2.</param>
/// <param name="A">Place of variation A.</param>
/// <param name="B">Place of variation B.</param>
public readonly record struct TripletPictures(int Reference, int A, int B)
{
    /// <summary>Picture <paramref name="role"/> is the reference; A and B are the other two in order.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The role is not 0, 1 or 2.</exception>
    public static TripletPictures Of(int role) => role switch
    {
        0 => new(0, 1, 2),
        1 => new(1, 0, 2),
        2 => new(2, 0, 1),
        _ => throw new ArgumentOutOfRangeException(nameof(role), role, "A painting has the roles 0, 1 and 2."),
    };
}
