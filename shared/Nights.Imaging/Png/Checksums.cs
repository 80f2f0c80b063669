namespace Nights.Imaging.Png;

/// <summary>The two checksums of a PNG file: CRC-32 of a chunk (PNG annex D) and Adler-32 of a zlib stream (RFC 1950).</summary>
internal static class Checksums
{
    private static readonly uint[] CrcTable = [.. Enumerable.Range(0, 256).Select(CrcOfByte)];

    public static uint Crc32(ReadOnlySpan<byte> content)
    {
        var crc = uint.MaxValue;
        foreach (var value in content)
            crc = CrcTable[(byte)(crc ^ value)] ^ (crc >> 8);
        return ~crc;
    }

    public static uint Adler32(ReadOnlySpan<byte> content)
    {
        const uint Modulus = 65521;
        const int SumsBeforeOverflow = 5552;
        uint a = 1, b = 0;
        while (!content.IsEmpty)
        {
            var part = content[..Math.Min(SumsBeforeOverflow, content.Length)];
            foreach (var value in part)
            {
                a += value;
                b += a;
            }
            a %= Modulus;
            b %= Modulus;
            content = content[part.Length..];
        }
        return (b << 16) | a;
    }

    private static uint CrcOfByte(int value)
    {
        var crc = (uint)value;
        for (var bit = 0; bit < 8; bit++)
            crc = (crc & 1) == 0 ? crc >> 1 : 0xEDB88320u ^ (crc >> 1);
        return crc;
    }
}
