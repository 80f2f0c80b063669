using System.Numerics;

namespace Nights.Imaging.Colour;

/// <summary>
/// A direction in which the colours of a picture are moved: hues turn one way by up to 120°, everything is tinted towards one hue, and the lightness
/// scale bends a little, with black and white where they are and the order of lightnesses kept.
/// </summary>
internal readonly record struct ColourShift(float Turn, Vector2 Tint, float Bend)
{
    private const float LongestTint = 60;
    private const float MostBend = 8;
    private const int Halvings = 12;

    /// <summary>The direction a seed draws: every seed another, the same on every machine.</summary>
    public static ColourShift Drawn(ulong seed)
    {
        var hue = 2 * Math.PI * Uniform(seed, 1);
        var turn = (60 + 60 * Uniform(seed, 2)) * Math.PI / 180;
        return new ColourShift(
            (float)(Uniform(seed, 3) < 0.5 ? -turn : turn),
            LongestTint * new Vector2((float)Math.Cos(hue), (float)Math.Sin(hue)),
            (float)(MostBend * (2 * Uniform(seed, 4) - 1)));
    }

    /// <summary>A colour moved by a share of the way, in [0, 1], its chroma then reduced as far as a screen needs.</summary>
    public Vector3 Of(Vector3 lab, float share)
    {
        var (sine, cosine) = MathF.SinCos(share * Turn);
        var lightness = lab.X + share * Bend * lab.X * (100 - lab.X) / 2500;
        var moved = new Vector3(
            lightness,
            cosine * lab.Y - sine * lab.Z + share * Tint.X,
            sine * lab.Y + cosine * lab.Z + share * Tint.Y);
        return InGamut(moved);
    }

    /// <summary>Lightness and hue are kept: cutting off channels would change both.</summary>
    private static Vector3 InGamut(Vector3 lab)
    {
        if (IsShown(lab))
            return lab;
        var (inside, outside) = (0f, 1f);
        for (var halving = 0; halving < Halvings; halving++)
        {
            var chroma = (inside + outside) / 2;
            if (IsShown(lab * new Vector3(1, chroma, chroma)))
                inside = chroma;
            else
                outside = chroma;
        }
        return lab * new Vector3(1, inside, inside);
    }

    private static bool IsShown(Vector3 lab)
    {
        const float rounding = 2e-4f;
        var linear = CieLab.ToLinear(lab);
        return Vector3.Min(linear, new Vector3(-rounding)) == new Vector3(-rounding) && Vector3.Max(linear, new Vector3(1 + rounding)) == new Vector3(1 + rounding);
    }

    /// <summary>The n-th number of SplitMix64 (Steele, Lea, Flood 2014) in [0, 1).</summary>
    private static double Uniform(ulong seed, ulong n)
    {
        unchecked
        {
            var value = seed + n * 0x9E3779B97F4A7C15UL;
            value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9UL;
            value = (value ^ (value >> 27)) * 0x94D049BB133111EBUL;
            return ((value ^ (value >> 31)) >> 11) * (1.0 / (1L << 53));
        }
    }
}
