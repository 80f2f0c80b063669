using Nights.Domain.Triplets;

namespace Nights.Domain.Guidance;

/// <summary>How far apart a model finds the three pictures of a painting. Distances of DreamSim: 1 − cosine, 0 to 2.</summary>
/// <param name="Between01">Pictures 0 and 1.</param>
/// <param name="Between02">Pictures 0 and 2.</param>
/// <param name="Between12">Pictures 1 and 2.</param>
public readonly record struct PaintingDistances(double Between01, double Between02, double Between12)
{
    public bool AreNumbers => IsDistance(Between01) && IsDistance(Between02) && IsDistance(Between12);

    /// <summary>The distances as one of the painting's triplets has them.</summary>
    public TripletDistances Of(TripletPictures triplet) =>
        new(Between(triplet.Reference, triplet.A), Between(triplet.Reference, triplet.B), Between(triplet.A, triplet.B));

    private double Between(int one, int other) => (one + other) switch
    {
        1 => Between01,
        2 => Between02,
        3 => Between12,
        _ => throw new ArgumentOutOfRangeException(nameof(other), other, $"Pictures {one} and {other} are not two of a painting's three."),
    };

    private static bool IsDistance(double value) => value is >= 0 and <= 2;
}
