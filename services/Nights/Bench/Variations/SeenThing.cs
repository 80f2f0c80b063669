using System.Numerics;
using Nights.Imaging;
using Nights.Local.Simulation.Sight;

namespace Nights.Local.Bench.Variations;

/// <summary>The thing in a picture as pixels: its mask, its place and size, and its pattern as one number a pixel.</summary>
internal sealed class SeenThing
{
    /// <summary>Lab units, root mean square: what varies less is plain.</summary>
    private const float Plain = 4;

    /// <summary>Pixels next to the outline mix with the ground.</summary>
    private const int Rim = 2;

    private readonly bool[] mask;
    private readonly float[] pattern;
    private readonly bool[] core;

    private SeenThing(bool[] mask, bool[] core, float[] pattern, Impression impression)
    {
        (this.mask, this.core, this.pattern, Impression) = (mask, core, pattern, impression);
        Centre = impression.Place * (LabPicture.Edge - 1);
        Radius = MathF.Sqrt(impression.Area * mask.Length / MathF.PI);
    }

    public Impression Impression { get; }

    /// <summary>Centroid in pixels of 64.</summary>
    public Vector2 Centre { get; }

    /// <summary>Of the circle of equal area, in pixels of 64.</summary>
    public float Radius { get; }

    public static SeenThing Of(PixelImage picture)
    {
        var lab = LabPicture.Of(picture);
        var mask = ForegroundMask.Of(lab, Background.Of(lab));
        var core = Core(mask);
        return new SeenThing(mask, core, Pattern(lab, core), Impression.Of(picture));
    }

    /// <summary>
    /// Whether a point belongs to the thing, by the mask between pixels. The frame has its middle in the centroid and one radius for its unit, and is
    /// turned.
    /// </summary>
    public bool Covers(Vector2 point, Matrix3x2 turn)
    {
        var place = Centre + Radius * Vector2.Transform(point, turn);
        var (x, y) = ((int)MathF.Floor(place.X), (int)MathF.Floor(place.Y));
        var (right, down) = (place.X - x, place.Y - y);
        return (1 - down) * ((1 - right) * Mask(x, y) + right * Mask(x + 1, y)) + down * ((1 - right) * Mask(x, y + 1) + right * Mask(x + 1, y + 1)) >= 0.5f;
    }

    /// <summary>The pattern at a point, away from the outline, or null.</summary>
    public float? PatternAt(Vector2 point, Matrix3x2 turn) => At(point, turn) is { } pixel && core[pixel] ? pattern[pixel] : null;

    private int? At(Vector2 point, Matrix3x2 turn)
    {
        var place = Centre + Radius * Vector2.Transform(point, turn);
        var (x, y) = ((int)MathF.Round(place.X), (int)MathF.Round(place.Y));
        return x is >= 0 and < LabPicture.Edge && y is >= 0 and < LabPicture.Edge ? y * LabPicture.Edge + x : null;
    }

    private float Mask(int x, int y) => x is >= 0 and < LabPicture.Edge && y is >= 0 and < LabPicture.Edge && mask[y * LabPicture.Edge + x] ? 1 : 0;

    private static bool[] Core(bool[] mask)
    {
        var core = new bool[mask.Length];
        for (var y = Rim; y < LabPicture.Edge - Rim; y++)
            for (var x = Rim; x < LabPicture.Edge - Rim; x++)
            {
                var inside = true;
                for (var step = -Rim; step <= Rim; step++)
                    inside &= mask[y * LabPicture.Edge + x + step] && mask[(y + step) * LabPicture.Edge + x];
                core[y * LabPicture.Edge + x] = inside;
            }
        return core;
    }

    /// <summary>Residuals from the mean colour along the direction in which they spread most, brighter being positive; zero where the thing is plain.</summary>
    private static float[] Pattern(LabPicture lab, bool[] core)
    {
        var pattern = new float[core.Length];
        var pixels = Enumerable.Range(0, core.Length).Where(i => core[i]).ToArray();
        if (pixels.Length == 0)
            return pattern;
        var mean = Vector3.Zero;
        foreach (var pixel in pixels)
            mean += lab.Pixels[pixel] / pixels.Length;

        var axis = Vector3.UnitX + 0.1f * Vector3.One;
        for (var iteration = 0; iteration < 30; iteration++)
        {
            var next = Vector3.Zero;
            foreach (var pixel in pixels)
                next += Vector3.Dot(lab.Pixels[pixel] - mean, axis) * (lab.Pixels[pixel] - mean);
            if (next.LengthSquared() < 1e-6f)
                return pattern;
            axis = Vector3.Normalize(next);
        }
        if (axis.X < 0)
            axis = -axis;

        var power = 0f;
        foreach (var pixel in pixels)
        {
            pattern[pixel] = Vector3.Dot(lab.Pixels[pixel] - mean, axis);
            power += pattern[pixel] * pattern[pixel] / pixels.Length;
        }
        return MathF.Sqrt(power) < Plain ? new float[core.Length] : pattern;
    }
}
