using System.Buffers.Binary;
using System.Numerics;

namespace Nights.Domain.Triplets;

/// <summary>
/// When two pictures count as the same. A fingerprint is 200 bytes: a 64-bit difference hash of the brightness (big-endian), then the picture shrunk to 8×8 RGB.
/// The hash alone would take a red ball for a blue one, the small picture alone one grey texture for another; both must agree.
/// </summary>
public static class PictureLikeness
{
    public const int FingerprintBytes = 200;
    public const int HashBytes = 8;

    /// <summary>Most bits in which the hashes may differ. The look-up by quarters of the hash finds no more than this.</summary>
    public const int MostBits = 3;

    /// <summary>Largest root mean square difference of the small pictures, in steps of 255.</summary>
    public const double MostSteps = 4;

    /// <summary>
    /// Most by which the <see cref="Brightness"/> of near-duplicates differs: by Cauchy and Schwarz a sum of n differences is at most n times their root mean
    /// square. Cheap to look up by, where half of all pictures have a flat sky and a quarter of their hash in common.
    /// </summary>
    public const int MostBrightness = (FingerprintBytes - HashBytes) * (int)MostSteps;

    /// <summary>Sum of the small picture's values, 0 to 48 960.</summary>
    public static int Brightness(ReadOnlySpan<byte> small)
    {
        var sum = 0;
        foreach (var value in small) sum += value;
        return sum;
    }

    /// <summary>The hash of a fingerprint.</summary>
    /// <exception cref="ArgumentException">It does not have 200 bytes.</exception>
    public static long Hash(ReadOnlySpan<byte> fingerprint) => fingerprint.Length == FingerprintBytes
        ? BinaryPrimitives.ReadInt64BigEndian(fingerprint)
        : throw new ArgumentException($"A fingerprint has {FingerprintBytes} bytes, not {fingerprint.Length}.", nameof(fingerprint));

    /// <summary>Whether one picture is a near-duplicate of the other.</summary>
    /// <exception cref="ArgumentException">One of them does not have 200 bytes.</exception>
    public static bool IsNear(ReadOnlySpan<byte> one, ReadOnlySpan<byte> other) => IsNear(Hash(one), one[HashBytes..], Hash(other), other[HashBytes..]);

    /// <inheritdoc cref="IsNear(ReadOnlySpan{byte}, ReadOnlySpan{byte})"/>
    public static bool IsNear(long oneHash, ReadOnlySpan<byte> oneSmall, long otherHash, ReadOnlySpan<byte> otherSmall)
    {
        if (BitOperations.PopCount(unchecked((ulong)(oneHash ^ otherHash))) > MostBits) return false;
        var squares = 0L;
        for (var i = 0; i < oneSmall.Length; i++)
        {
            var difference = oneSmall[i] - otherSmall[i];
            squares += difference * difference;
        }

        return squares <= MostSteps * MostSteps * oneSmall.Length;
    }
}
