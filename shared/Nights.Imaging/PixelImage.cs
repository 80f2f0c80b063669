using SkiaSharp;

namespace Nights.Imaging;

/// <summary>A picture: 8-bit RGB, rows from the top, three interleaved bytes a pixel, no padding and no colour profile.</summary>
public sealed class PixelImage
{
    private readonly byte[] bytes;

    /// <summary>A black picture.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An edge is shorter than one pixel.</exception>
    public PixelImage(int width, int height)
        : this(width, height, new byte[checked(Positive(width, nameof(width)) * Positive(height, nameof(height)) * 3)]) { }

    /// <summary>Takes ownership of the bytes.</summary>
    /// <exception cref="ArgumentException">There are not exactly width × height × 3 bytes.</exception>
    public PixelImage(int width, int height, byte[] bytes)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        var expected = (long)Positive(width, nameof(width)) * Positive(height, nameof(height)) * 3;
        if (bytes.LongLength != expected)
            throw new ArgumentException($"A {width}x{height} RGB picture has {expected} bytes; {bytes.LongLength} were given.", nameof(bytes));
        (Width, Height, this.bytes) = (width, height, bytes);
    }

    /// <summary>Pixels a row.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>Red, green, blue of the first pixel, and so on: height × width × 3.</summary>
    public Span<byte> Bytes => bytes;

    /// <summary>One row of width × 3 bytes.</summary>
    public Span<byte> Row(int y) => bytes.AsSpan(y * Width * 3, Width * 3);

    /// <summary>
    /// Reads a PNG, JPEG, WebP or BMP file as Pillow's <c>convert("RGB")</c> does: alpha is dropped, not composited; grey and palette become RGB.
    /// </summary>
    /// <exception cref="InvalidDataException">The bytes are no complete picture of a known format.</exception>
    public static PixelImage Decode(ReadOnlySpan<byte> file)
    {
        using var content = SKData.CreateCopy(file);
        using var codec = SKCodec.Create(content)
            ?? throw new InvalidDataException($"These {file.Length} bytes are no PNG, JPEG or WebP picture.");
        var layout = new SKImageInfo(codec.Info.Width, codec.Info.Height, SKColorType.Rgba8888, SKAlphaType.Unpremul);
        var rgba = new byte[layout.BytesSize];
        SKCodecResult result;
        unsafe
        {
            fixed (byte* pixels = rgba)
                result = codec.GetPixels(layout, (nint)pixels);
        }
        if (result != SKCodecResult.Success)
            throw new InvalidDataException($"The {layout.Width}x{layout.Height} picture of {file.Length} bytes cannot be read to its end: {result}.");
        return new PixelImage(layout.Width, layout.Height, WithoutAlpha(rgba));
    }

    /// <summary>
    /// The picture as a PNG file. The bytes follow from the pixels alone, on every machine and with every runtime version,
    /// so they can serve as a content address; there are no text, time or profile chunks.
    /// </summary>
    public byte[] EncodePng() => Png.PngFile.Write(this);

    private static byte[] WithoutAlpha(byte[] rgba)
    {
        var rgb = new byte[rgba.Length / 4 * 3];
        for (int from = 0, to = 0; from < rgba.Length; from += 4, to += 3)
        {
            rgb[to] = rgba[from];
            rgb[to + 1] = rgba[from + 1];
            rgb[to + 2] = rgba[from + 2];
        }
        return rgb;
    }

    private static int Positive(int edge, string name)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(edge, name);
        return edge;
    }
}
