using System.Numerics;
using Nights.Imaging;
using Nights.Imaging.Colour;
using Nights.Imaging.Resizing;

namespace Nights.Local.Simulation.Sight;

/// <summary>A picture reduced to 64 × 64 pixels in CIE L*a*b* (D65), where distances are about what an eye tells apart.</summary>
internal sealed class LabPicture
{
    /// <summary>Pixels along an edge.</summary>
    public const int Edge = 64;

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
        for (var i = 0; i < pixels.Length; i++) pixels[i] = CieLab.Of(small[3 * i], small[3 * i + 1], small[3 * i + 2]);
        return new LabPicture(pixels);
    }
}
