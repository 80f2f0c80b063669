using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Nights.Imaging.Png;

/// <summary>
/// Brings PNG files to one length, so that the length says nothing about the picture. The filling is a private ancillary chunk before the
/// end (PNG specification 4.7.2), which every reader skips; it is random, so that no compression on the way gives the length back.
/// </summary>
public static class PaddedPng
{
    private const int End = 12;    // IEND: length, type, checksum
    private const int Empty = 12;  // a chunk without content

    private static ReadOnlySpan<byte> Kind => "npAd"u8;

    /// <summary>Bytes that a padded file needs at least beyond its own.</summary>
    public const int LeastPadding = Empty;

    /// <param name="png">A whole PNG file that ends with its IEND chunk.</param>
    /// <param name="length">Wanted length in bytes: the file's own, or at least <see cref="LeastPadding"/> more.</param>
    /// <returns>The same picture in a file of that length.</returns>
    public static byte[] Of(ReadOnlySpan<byte> png, int length)
    {
        if (png.Length < End || !png[^8..^4].SequenceEqual("IEND"u8)) throw new InvalidDataException($"These {png.Length} bytes do not end as a PNG file.");
        var filling = length - png.Length - Empty;
        if (length == png.Length) return png.ToArray();
        ArgumentOutOfRangeException.ThrowIfNegative(filling, nameof(length));
        var padded = new byte[length];
        png[..^End].CopyTo(padded);
        var chunk = padded.AsSpan(png.Length - End, Empty + filling);
        BinaryPrimitives.WriteInt32BigEndian(chunk, filling);
        Kind.CopyTo(chunk[4..]);
        RandomNumberGenerator.Fill(chunk.Slice(8, filling));
        BinaryPrimitives.WriteUInt32BigEndian(chunk[(8 + filling)..], Checksums.Crc32(chunk.Slice(4, 4 + filling)));
        png[^End..].CopyTo(padded.AsSpan(length - End));
        return padded;
    }

    /// <param name="file">A PNG file, padded or not, or any other picture file.</param>
    /// <returns>What of the file is the same however it was padded: all before the filling and the end. The whole file when it is no PNG.</returns>
    public static ReadOnlySpan<byte> Unpadded(ReadOnlySpan<byte> file)
    {
        if (!file.StartsWith(PngFile.Signature)) return file;
        var at = PngFile.Signature.Length;
        while (at + Empty <= file.Length)
        {
            if (file.Slice(at + 4, 4) is var type && (type.SequenceEqual("IEND"u8) || type.SequenceEqual(Kind))) return file[..at];
            var content = BinaryPrimitives.ReadInt32BigEndian(file[at..]);
            if (content < 0 || content > file.Length - at - Empty) break;
            at += Empty + content;
        }

        return file;
    }
}
