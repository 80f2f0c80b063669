using System.Buffers.Binary;
using System.Numerics;

namespace Nights.Imaging.Png;

/// <summary>
/// Writes 8-bit RGB PNG files (PNG specification, third edition): IHDR, one IDAT, IEND and nothing else.
/// The compressor is ours, so a picture's bytes, and with them its content address, never change with the runtime's zlib.
/// </summary>
internal static class PngFile
{
    private const byte FilterSub = 1;
    private const byte FilterUp = 2;
    public static ReadOnlySpan<byte> Signature => [137, 80, 78, 71, 13, 10, 26, 10];

    public static byte[] Write(PixelImage image)
    {
        var compressed = Zlib.Compress(Filter(image));
        var file = new byte[Signature.Length + 3 * 12 + 13 + compressed.Length];
        Signature.CopyTo(file);

        Span<byte> header = stackalloc byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, image.Width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], image.Height);
        (header[8], header[9]) = (8, 2);  // eight bits, RGB

        var rest = Chunk(file.AsSpan(Signature.Length), "IHDR"u8, header);
        rest = Chunk(rest, "IDAT"u8, compressed);
        Chunk(rest, "IEND"u8, []);
        return file;
    }

    /// <summary>Each row as its difference from the left pixel or from the row above, whichever is smaller in sum.</summary>
    private static byte[] Filter(PixelImage image)
    {
        var stride = image.Width * 3;
        var filtered = new byte[(stride + 1) * image.Height];
        Span<byte> sub = new byte[stride];
        Span<byte> previous = new byte[stride];
        for (var y = 0; y < image.Height; y++)
        {
            var row = image.Row(y);
            var up = filtered.AsSpan(y * (stride + 1) + 1, stride);
            Subtract(row, previous, up);
            row[..3].CopyTo(sub);
            Subtract(row[3..], row[..^3], sub[3..]);

            var subIsSmaller = Magnitude(sub) < Magnitude(up);
            filtered[y * (stride + 1)] = subIsSmaller ? FilterSub : FilterUp;
            if (subIsSmaller)
                sub.CopyTo(up);
            previous = row;
        }
        return filtered;
    }

    private static void Subtract(ReadOnlySpan<byte> from, ReadOnlySpan<byte> what, Span<byte> difference)
    {
        var i = 0;
        for (; i <= from.Length - Vector<byte>.Count; i += Vector<byte>.Count)
            (new Vector<byte>(from[i..]) - new Vector<byte>(what[i..])).CopyTo(difference[i..]);
        for (; i < from.Length; i++)
            difference[i] = (byte)(from[i] - what[i]);
    }

    /// <summary>Sum of the differences taken as signed bytes.</summary>
    private static long Magnitude(ReadOnlySpan<byte> differences)
    {
        var sum = 0L;
        var i = 0;
        for (; i <= differences.Length - Vector<byte>.Count; i += Vector<byte>.Count)
        {
            var bytes = new Vector<byte>(differences[i..]);
            Vector.Widen(Vector.Min(bytes, -bytes), out var low, out var high);  // the smaller of b and 256 - b
            sum += Vector.Sum(low + high);
        }
        for (; i < differences.Length; i++)
            sum += Math.Min(differences[i], (byte)-differences[i]);
        return sum;
    }

    private static Span<byte> Chunk(Span<byte> file, ReadOnlySpan<byte> type, ReadOnlySpan<byte> content)
    {
        BinaryPrimitives.WriteInt32BigEndian(file, content.Length);
        type.CopyTo(file[4..]);
        content.CopyTo(file[8..]);
        BinaryPrimitives.WriteUInt32BigEndian(file[(8 + content.Length)..], Checksums.Crc32(file.Slice(4, 4 + content.Length)));
        return file[(12 + content.Length)..];
    }
}
