using SkiaSharp;

namespace Nights.Imaging;

/// <summary>What a picture file says of itself before a pixel of it is unpacked: lets a reader refuse it in time.</summary>
/// <param name="Width">Pixels a row, as the file claims.</param>
/// <param name="Height">Rows, as the file claims.</param>
/// <param name="Format">png, jpeg or webp.</param>
public sealed record PictureHeader(int Width, int Height, string Format)
{
    /// <exception cref="InvalidDataException">The bytes do not begin as a PNG, JPEG or WebP file.</exception>
    public static PictureHeader Read(ReadOnlySpan<byte> file)
    {
        using var content = SKData.CreateCopy(file);
        using var codec = SKCodec.Create(content);
        var format = codec?.EncodedFormat switch
        {
            SKEncodedImageFormat.Png => "png",
            SKEncodedImageFormat.Jpeg => "jpeg",
            SKEncodedImageFormat.Webp => "webp",
            _ => throw new InvalidDataException($"These {file.Length} bytes are no PNG, JPEG or WebP picture."),
        };
        return new PictureHeader(codec.Info.Width, codec.Info.Height, format);
    }
}
