using Nights.Imaging;
using Nights.Imaging.Resizing;

namespace Nights.Generator.Remote.Pictures;

/// <summary>
/// Brings a service's picture to the ordered size without distorting it: the largest middle part of the ordered shape, scaled down as Pillow does with
/// Lanczos. A picture of the ordered size is left as it is.
/// </summary>
internal static class FitPicture
{
    /// <exception cref="InvalidDataException">The picture is smaller than ordered.</exception>
    public static PixelImage To(PixelImage image, int width, int height)
    {
        if (image.Width < width || image.Height < height)
            throw new InvalidDataException($"it is {image.Width}x{image.Height} pixels; {width}x{height} were ordered");
        return PillowResize.Lanczos(Middle(image, width, height), width, height);
    }

    private static PixelImage Middle(PixelImage image, int width, int height)
    {
        var partWidth = Math.Min(image.Width, image.Height * width / height);
        var partHeight = Math.Min(image.Height, image.Width * height / width);
        if (partWidth == image.Width && partHeight == image.Height)
            return image;
        var part = new PixelImage(partWidth, partHeight);
        var (left, top) = ((image.Width - partWidth) / 2, (image.Height - partHeight) / 2);
        for (var y = 0; y < partHeight; y++)
            image.Row(top + y).Slice(left * 3, partWidth * 3).CopyTo(part.Row(y));
        return part;
    }
}
