using System.Security.Cryptography;
using Nights.DreamSim.Training;
using Nights.Imaging;

namespace Nights.DreamSim.Analysis;

/// <summary>
/// A part of what a picture tells, taken away at the model's input size. What the metric then loses against people is what it used of it. The centre stands for the
/// foreground: nothing here segments pictures.
/// </summary>
/// <param name="Name">As tables show it.</param>
/// <param name="Meaning">What is done, in a sentence.</param>
/// <param name="Apply">Gives a new picture of the same size; the same pixels give the same result.</param>
public sealed record Ablation(string Name, string Meaning, Func<PixelImage, PixelImage> Apply)
{
    private const byte Grey = 128;
    private const int Cells = 4;

    public static readonly IReadOnlyList<Ablation> All =
    [
        new("without foreground", "the middle half of the area is grey (128)", picture => Masked(picture, inside: true)),
        new("without background", "all but the middle half of the area is grey (128)", picture => Masked(picture, inside: false)),
        new("without colour", "luma (ITU-R BT.601) in all three channels", WithoutColour),
        new("without layout", "4 x 4 cells in an order of each picture's own", WithoutLayout),
    ];

    /// <summary>The middle has the picture's aspect and half of its area, to whole pixels.</summary>
    private static PixelImage Masked(PixelImage picture, bool inside)
    {
        var result = new PixelImage(picture.Width, picture.Height);
        var (width, height) = (Middle(picture.Width), Middle(picture.Height));
        var (left, top) = ((picture.Width - width) / 2, (picture.Height - height) / 2);
        for (var y = 0; y < picture.Height; y++)
        {
            var from = picture.Row(y);
            var to = result.Row(y);
            if (inside) from.CopyTo(to);
            else to.Fill(Grey);
            if (y < top || y >= top + height) continue;
            var (start, length) = (left * 3, width * 3);
            if (inside) to.Slice(start, length).Fill(Grey);
            else from.Slice(start, length).CopyTo(to[start..]);
        }

        return result;
    }

    private static int Middle(int edge) => (int)Math.Round(edge * Math.Sqrt(0.5));

    private static PixelImage WithoutColour(PixelImage picture)
    {
        var result = new PixelImage(picture.Width, picture.Height);
        var from = picture.Bytes;
        var to = result.Bytes;
        for (var i = 0; i < from.Length; i += 3)
            to.Slice(i, 3).Fill((byte)Math.Round(0.299 * from[i] + 0.587 * from[i + 1] + 0.114 * from[i + 2]));
        return result;
    }

    /// <summary>The order follows from the pixels, so that equal pictures stay equal. Pixels beyond the last whole cell stay.</summary>
    private static PixelImage WithoutLayout(PixelImage picture)
    {
        var order = new SeededRandom(BitConverter.ToInt64(SHA256.HashData(picture.Bytes)), "layout").Shuffled(Cells * Cells);
        var result = new PixelImage(picture.Width, picture.Height);
        picture.Bytes.CopyTo(result.Bytes);
        var (width, height) = (picture.Width / Cells, picture.Height / Cells);
        for (var cell = 0; cell < order.Length; cell++)
        {
            var (fromX, fromY) = (order[cell] % Cells * width, order[cell] / Cells * height);
            var (toX, toY) = (cell % Cells * width, cell / Cells * height);
            for (var y = 0; y < height; y++)
                picture.Row(fromY + y).Slice(fromX * 3, width * 3).CopyTo(result.Row(toY + y)[(toX * 3)..]);
        }

        return result;
    }
}
