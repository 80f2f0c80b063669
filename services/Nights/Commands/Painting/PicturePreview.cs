using Nights.Imaging;
using Nights.Imaging.Resizing;
using Spectre.Console;

namespace Nights.Local.Commands;

/// <summary>A picture in the terminal: one block of colour for each of some 40 × 40 patches.</summary>
internal static class PicturePreview
{
    private const int LongestEdge = 40;

    public static Canvas Of(PixelImage picture)
    {
        var longest = Math.Max(picture.Width, picture.Height);
        var small = PillowResize.Box(picture, Math.Max(1, picture.Width * LongestEdge / longest), Math.Max(1, picture.Height * LongestEdge / longest));
        var canvas = new Canvas(small.Width, small.Height);
        for (var y = 0; y < small.Height; y++)
            for (var x = 0; x < small.Width; x++)
            {
                var pixel = small.Row(y).Slice(3 * x, 3);
                canvas.SetPixel(x, y, new Color(pixel[0], pixel[1], pixel[2]));
            }
        return canvas;
    }
}
