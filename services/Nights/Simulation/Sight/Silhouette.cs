using System.Numerics;

namespace Nights.Local.Simulation.Sight;

/// <summary>
/// The outline of a thing without its place and size: its mask moved to the middle and scaled to one area, but not turned, as 32 × 32 bits over
/// five radii of the circle of equal area.
/// </summary>
internal sealed class Silhouette
{
    private const int Edge = 32;
    private const float Reach = 2.5f;

    private readonly ulong[] bits = new ulong[Edge * Edge / 64];

    /// <param name="mask">64 × 64, rows from the top.</param>
    /// <param name="centre">Centroid in pixels.</param>
    /// <param name="area">Pixels in the mask.</param>
    public Silhouette(ReadOnlySpan<bool> mask, Vector2 centre, int area)
    {
        var step = 2 * Reach * MathF.Sqrt(area / MathF.PI) / Edge;
        for (var i = 0; i < Edge * Edge; i++)
        {
            var x = (int)MathF.Round(centre.X + (i % Edge - (Edge - 1) / 2f) * step);
            var y = (int)MathF.Round(centre.Y + (i / Edge - (Edge - 1) / 2f) * step);
            var inside = x is >= 0 and < LabPicture.Edge && y is >= 0 and < LabPicture.Edge && mask[y * LabPicture.Edge + x];
            if (inside) bits[i / 64] |= 1UL << (i % 64);
        }
    }

    /// <summary>Intersection over union, 0 to 1; two empty outlines are the same.</summary>
    public float Overlap(Silhouette other)
    {
        var (both, either) = (0, 0);
        for (var i = 0; i < bits.Length; i++)
        {
            both += BitOperations.PopCount(bits[i] & other.bits[i]);
            either += BitOperations.PopCount(bits[i] | other.bits[i]);
        }

        return either == 0 ? 1 : (float)both / either;
    }
}
