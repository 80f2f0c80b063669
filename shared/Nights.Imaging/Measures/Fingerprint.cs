using System.Buffers.Binary;
using System.Numerics;
using Nights.Imaging.Resizing;

namespace Nights.Imaging.Measures;

/// <summary>
/// What near-duplicates are found by: 200 bytes. The first 8 are a difference hash of the luminance (64 bits, big-endian, rows from the top: a bit is set
/// where a cell of the 9 × 8 box averages is darker than its right neighbour), the other 192 an 8 × 8 RGB thumbnail of box averages. The hash
/// tells outlines and ignores colour, the thumbnail tells colours; only together do they say that two pictures are one.
/// </summary>
public static class Fingerprint
{
    /// <summary>Bytes of a fingerprint.</summary>
    public const int Size = HashSize + 3 * Cells * Cells;

    /// <summary>Near-duplicates differ in at most this many of the 64 bits.</summary>
    public const int NearHash = 3;

    /// <summary>And in at most this many 8-bit steps, root mean square, between thumbnails.</summary>
    public const double NearColour = 4;

    /// <summary>
    /// Most by which the <see cref="Brightness"/> of near-duplicates differs: by Cauchy and Schwarz a sum of n differences is at most n times their root mean
    /// square. To look up by, where half of all pictures have a flat sky and a quarter of their hash in common.
    /// </summary>
    public const int NearBrightness = (Size - HashSize) * (int)NearColour;

    /// <summary>Bytes of the hash, before the thumbnail.</summary>
    public const int HashSize = 8;
    private const int Cells = 8;

    /// <summary>Thousandths of an 8-bit step by which a neighbour must be brighter: on flat ground rounding alone must not flip bits.</summary>
    private const int Margin = 1500;

    /// <summary>The fingerprint of a picture of any size.</summary>
    public static byte[] Of(PixelImage picture)
    {
        ArgumentNullException.ThrowIfNull(picture);
        var fingerprint = new byte[Size];
        BinaryPrimitives.WriteUInt64BigEndian(fingerprint, Hash(PillowResize.Box(picture, Cells + 1, Cells)));
        PillowResize.Box(picture, Cells, Cells).Bytes.CopyTo(fingerprint.AsSpan(HashSize));
        return fingerprint;
    }

    /// <summary>Bits in which the hashes differ, 0 to 64.</summary>
    /// <exception cref="ArgumentException">One is no fingerprint.</exception>
    public static int HashDistance(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        Require(left);
        Require(right);
        return BitOperations.PopCount(BinaryPrimitives.ReadUInt64BigEndian(left) ^ BinaryPrimitives.ReadUInt64BigEndian(right));
    }

    /// <summary>Root mean square difference of the thumbnails in 8-bit steps, 0 to 255.</summary>
    /// <exception cref="ArgumentException">One is no fingerprint.</exception>
    public static double ColourDistance(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        Require(left);
        Require(right);
        var sum = 0;
        for (var i = HashSize; i < Size; i++)
            sum += (left[i] - right[i]) * (left[i] - right[i]);
        return Math.Sqrt(sum / (double)(Size - HashSize));
    }

    /// <summary>Within <see cref="NearHash"/> and <see cref="NearColour"/>: the same picture to anyone who looks, re-encoded or all but so.</summary>
    public static bool IsNearDuplicate(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right) =>
        HashDistance(left, right) <= NearHash && ColourDistance(left, right) <= NearColour;

    /// <summary>The 64 bits of the hash.</summary>
    /// <exception cref="ArgumentException">It is no fingerprint.</exception>
    public static long HashOf(ReadOnlySpan<byte> fingerprint)
    {
        Require(fingerprint);
        return BinaryPrimitives.ReadInt64BigEndian(fingerprint);
    }

    /// <summary>Sum of the thumbnail's values, 0 to 48 960.</summary>
    /// <exception cref="ArgumentException">It is no fingerprint.</exception>
    public static int Brightness(ReadOnlySpan<byte> fingerprint)
    {
        Require(fingerprint);
        var sum = 0;
        foreach (var value in fingerprint[HashSize..]) sum += value;
        return sum;
    }

    private static ulong Hash(PixelImage cells)
    {
        var hash = 0UL;
        for (var y = 0; y < Cells; y++)
        {
            var row = cells.Row(y);
            for (var x = 0; x < Cells; x++)
                hash = (hash << 1) | (Luma(row, x + 1) - Luma(row, x) > Margin ? 1UL : 0);
        }
        return hash;
    }

    /// <summary>Rec. 601 luma in thousandths of an 8-bit step.</summary>
    private static int Luma(ReadOnlySpan<byte> row, int x) => 299 * row[3 * x] + 587 * row[3 * x + 1] + 114 * row[3 * x + 2];

    private static void Require(ReadOnlySpan<byte> fingerprint)
    {
        if (fingerprint.Length != Size)
            throw new ArgumentException($"A fingerprint has {Size} bytes; {fingerprint.Length} were given.");
    }
}
