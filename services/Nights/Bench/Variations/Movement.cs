using System.Numerics;
using Nights.Imaging;

namespace Nights.Local.Bench.Variations;

/// <summary>How far a picture lies from its reference in each of the five dimensions.</summary>
/// <param name="Colour">Lab distance of the mean colours of thing and of ground, averaged.</param>
/// <param name="Texture">1 − correlation of the patterns inside the things, each in its thing's own frame; 1 between a plain and a patterned thing.</param>
/// <param name="Layout">Distance of the centroids in fifths of the edge, and the ratio of areas in octaves, added.</param>
/// <param name="Pose">Degrees between the things, as far as their outlines agree at all: angles of different things mean nothing.</param>
/// <param name="Content">1 − intersection over union of the outlines after place, size and angle are taken out.</param>
internal readonly record struct Movement(double Colour, double Texture, double Layout, double Pose, double Content)
{
    /// <summary>Outlines that overlap less than this are of different things.</summary>
    private const float SameThing = 0.6f;

    public static Movement Between(SeenThing reference, SeenThing variation)
    {
        var (before, after) = (reference.Impression, variation.Impression);
        var alignment = Alignment.Of(reference, variation);
        return new Movement(
            (Vector3.Distance(before.Colour, after.Colour) + Vector3.Distance(before.Ground, after.Ground)) / 2,
            1 - Correlation(reference, variation, alignment),
            Vector2.Distance(before.Place, after.Place) / 0.2 + Math.Abs(Math.Log2(before.Area / after.Area)),
            Math.Abs(alignment.Degrees) * Math.Clamp((alignment.Overlap - SameThing) / (1 - SameThing), 0, 1),
            1 - alignment.Overlap);
    }

    /// <summary>
    /// Mean movement of variations from their references, in each dimension as a share of the mean movement of unrelated pictures from the same references:
    /// 0 is no movement, 1 as much as a fresh category and seed.
    /// </summary>
    /// <param name="references">One a row.</param>
    /// <param name="variations">What was made of each.</param>
    /// <param name="unrelated">For each, a picture of another category from another seed.</param>
    /// <exception cref="ArgumentException">There are none, or not as many of each.</exception>
    public static Movement Share(IReadOnlyList<PixelImage> references, IReadOnlyList<PixelImage> variations, IReadOnlyList<PixelImage> unrelated)
    {
        ArgumentNullException.ThrowIfNull(references);
        ArgumentNullException.ThrowIfNull(variations);
        ArgumentNullException.ThrowIfNull(unrelated);
        if (references.Count == 0 || references.Count != variations.Count || references.Count != unrelated.Count)
            throw new ArgumentException(
                $"References, variations and unrelated pictures go together in threes; there are {references.Count}, {variations.Count} and {unrelated.Count}.");
        var seen = references.Select(SeenThing.Of).ToArray();
        var moved = Mean(seen, variations);
        var most = Mean(seen, unrelated);
        return new Movement(
            Ratio(moved.Colour, most.Colour), Ratio(moved.Texture, most.Texture), Ratio(moved.Layout, most.Layout),
            Ratio(moved.Pose, most.Pose), Ratio(moved.Content, most.Content));
    }

    private static Movement Mean(SeenThing[] references, IReadOnlyList<PixelImage> others)
    {
        var movements = references.Zip(others, (reference, other) => Between(reference, SeenThing.Of(other))).ToArray();
        return new Movement(
            movements.Average(m => m.Colour), movements.Average(m => m.Texture), movements.Average(m => m.Layout),
            movements.Average(m => m.Pose), movements.Average(m => m.Content));
    }

    private static double Ratio(double moved, double most) => moved == 0 ? 0 : moved / most;

    /// <summary>Of the patterns where both things are, the variation's turned onto the reference's; 1 when both are plain, 0 when one is.</summary>
    private static double Correlation(SeenThing reference, SeenThing variation, Alignment alignment)
    {
        var (count, sumA, sumB, squareA, squareB, product) = (0, 0.0, 0.0, 0.0, 0.0, 0.0);
        foreach (var cell in Alignment.Cells())
        {
            if (reference.PatternAt(cell, Matrix3x2.Identity) is not { } a || variation.PatternAt(cell, alignment.Turn) is not { } b)
                continue;
            count++;
            (sumA, sumB) = (sumA + a, sumB + b);
            (squareA, squareB, product) = (squareA + (double)a * a, squareB + (double)b * b, product + (double)a * b);
        }
        if (count == 0)
            return 1;
        var (varianceA, varianceB) = (squareA - sumA * sumA / count, squareB - sumB * sumB / count);
        var (plainA, plainB) = (varianceA < 1e-3, varianceB < 1e-3);
        return plainA || plainB ? (plainA && plainB ? 1 : 0) : (product - sumA * sumB / count) / Math.Sqrt(varianceA * varianceB);
    }
}
