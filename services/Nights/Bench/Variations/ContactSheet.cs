using Nights.Imaging;
using Nights.Imaging.Resizing;

namespace Nights.Local.Bench.Variations;

/// <summary>Many pictures on one, in rows and columns, to be looked at.</summary>
internal static class ContactSheet
{
    /// <summary>Pixels between pictures and around them.</summary>
    public const int Gap = 6;

    private const byte Paper = 245;

    /// <param name="rows">Pictures of any size, row by row; a row may be shorter than others, and null leaves a place empty.</param>
    /// <param name="cell">Longer edge of a picture on the sheet, in pixels.</param>
    /// <exception cref="ArgumentException">There is no picture.</exception>
    public static PixelImage Of(IReadOnlyList<IReadOnlyList<PixelImage?>> rows, int cell)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(cell);
        var columns = rows.Count == 0 ? 0 : rows.Max(row => row.Count);
        if (columns == 0)
            throw new ArgumentException("A contact sheet needs at least one picture.", nameof(rows));
        var sheet = new PixelImage(columns * (cell + Gap) + Gap, rows.Count * (cell + Gap) + Gap);
        sheet.Bytes.Fill(Paper);
        for (var row = 0; row < rows.Count; row++)
            for (var column = 0; column < rows[row].Count; column++)
                if (rows[row][column] is { } picture)
                    Put(Fitted(picture, cell), sheet, Gap + column * (cell + Gap), Gap + row * (cell + Gap), cell);
        return sheet;
    }

    private static PixelImage Fitted(PixelImage picture, int cell)
    {
        var longest = Math.Max(picture.Width, picture.Height);
        return PillowResize.Lanczos(picture, Math.Max(1, picture.Width * cell / longest), Math.Max(1, picture.Height * cell / longest));
    }

    private static void Put(PixelImage picture, PixelImage sheet, int left, int top, int cell)
    {
        (left, top) = (left + (cell - picture.Width) / 2, top + (cell - picture.Height) / 2);
        for (var y = 0; y < picture.Height; y++)
            picture.Row(y).CopyTo(sheet.Row(top + y)[(3 * left)..]);
    }
}
