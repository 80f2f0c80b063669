using System.Numerics;
using Nights.Imaging;
using Nights.Imaging.Resizing;

namespace Nights.Local.Simulation.Sight;

/// <summary>A picture reduced to 64 × 64 pixels in CIE L*a*b* (D65), where distances are about what an eye tells apart.</summary>
internal sealed class LabPicture
{
    /// <summary>Pixels along an edge.</summary>
    public const int Edge = 64;

    private static readonly float[] Linear = [.. Enumerable.Range(0, 256).Select(level => ToLinear(level / 255f))];

    private readonly Vector3[] pixels;

    private LabPicture(Vector3[] pixels) => this.pixels = pixels;

    /// <summary>Rows from the top; L* in 0 to 100, a* and b* in about -128 to 128.</summary>
    public ReadOnlySpan<Vector3> Pixels => pixels;

    public Vector3 this[int x, int y] => pixels[y * Edge + x];

    /// <summary>Reduces by the mean of the pixels covered, whatever the size and shape of the picture.</summary>
    public static LabPicture Of(PixelImage picture)
    {
        var small = PillowResize.Box(picture, Edge, Edge).Bytes;
        var pixels = new Vector3[Edge * Edge];
        for (var i = 0; i < pixels.Length; i++) pixels[i] = ToLab(Linear[small[3 * i]], Linear[small[3 * i + 1]], Linear[small[3 * i + 2]]);
        return new LabPicture(pixels);
    }

    /// <summary>sRGB to linear light, IEC 61966-2-1.</summary>
    private static float ToLinear(float level) => level <= 0.04045f ? level / 12.92f : MathF.Pow((level + 0.055f) / 1.055f, 2.4f);

    /// <summary>Linear sRGB to CIE 1976 L*a*b* with the D65 white point (CIE 15:2004).</summary>
    private static Vector3 ToLab(float red, float green, float blue)
    {
        var x = Response((0.4124564f * red + 0.3575761f * green + 0.1804375f * blue) / 0.95047f);
        var y = Response(0.2126729f * red + 0.7151522f * green + 0.0721750f * blue);
        var z = Response((0.0193339f * red + 0.1191920f * green + 0.9503041f * blue) / 1.08883f);
        return new Vector3(116 * y - 16, 500 * (x - y), 200 * (y - z));
    }

    private static float Response(float t) => t > 216f / 24389 ? MathF.Cbrt(t) : (24389f / 27 * t + 16) / 116;
}
