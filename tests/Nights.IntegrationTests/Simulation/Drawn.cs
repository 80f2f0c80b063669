using Nights.Imaging;

namespace Nights.IntegrationTests.Simulation;

/// <summary>Pictures of one thing on a plain ground, 128 × 128 pixels.</summary>
internal static class Drawn
{
    public const int Edge = 128;
    public static readonly (int R, int G, int B) Red = (200, 40, 40), Orange = (215, 90, 40), Blue = (40, 60, 200), Grey = (128, 128, 128), Dark = (60, 60, 70);

    /// <param name="x">Centre, 0 to 1.</param>
    /// <param name="y">Centre, 0 to 1.</param>
    /// <param name="radius">Share of the edge.</param>
    /// <param name="colour">Of the thing.</param>
    /// <param name="ground">Of the ground; grey when not given.</param>
    /// <param name="shape">Whether a point, in radii from the centre, belongs to the thing; a disc when not given.</param>
    /// <param name="stripes">Contrast of stripes across the thing.</param>
    public static byte[] Picture(
        double x = 0.5, double y = 0.5, double radius = 0.2, (int R, int G, int B)? colour = null, (int R, int G, int B)? ground = null,
        Func<double, double, bool>? shape = null, int stripes = 0)
    {
        shape ??= (u, v) => u * u + v * v <= 1;
        var image = new PixelImage(Edge, Edge);
        for (var row = 0; row < Edge; row++)
        {
            for (var column = 0; column < Edge; column++)
            {
                var inside = shape((column / (double)Edge - x) / radius, (row / (double)Edge - y) / radius);
                var (r, g, b) = inside ? colour ?? Red : ground ?? Grey;
                var change = inside ? column / 8 % 2 == 0 ? stripes : -stripes : 0;
                image.Row(row)[3 * column] = (byte)Math.Clamp(r + change, 0, 255);
                image.Row(row)[3 * column + 1] = (byte)Math.Clamp(g + change, 0, 255);
                image.Row(row)[3 * column + 2] = (byte)Math.Clamp(b + change, 0, 255);
            }
        }

        return image.EncodePng();
    }
}
