using System.Buffers.Binary;

namespace Nights.Imaging.Png;

/// <summary>
/// A zlib stream (RFC 1950, 1951) of dynamic Huffman blocks in which only runs of one byte are matched. For filtered rows of smooth
/// pictures that is nearly all there is to gain, it takes one pass, and the output is the same everywhere.
/// </summary>
internal static class Zlib
{
    private const int BlockBytes = 1 << 18;
    private const int EndOfBlock = 256;
    private const int ShortestRun = 4;
    private const int LongestRun = 258;
    private static readonly (ushort Symbol, byte ExtraBits, ushort Base)[] RunCodes = [.. Enumerable.Range(0, LongestRun + 1).Select(RunCode)];
    private static ReadOnlySpan<byte> LengthOrder => [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

    public static byte[] Compress(ReadOnlySpan<byte> content)
    {
        var bits = new BitWriter(content.Length / 4 + 64);
        bits.Write(0x0178, 16);
        for (var start = 0; start == 0 || start < content.Length; start += BlockBytes)
        {
            var last = start + BlockBytes >= content.Length;
            Block(bits, last ? content[start..] : content.Slice(start, BlockBytes), last);
        }
        bits.Align();
        var checksum = Checksums.Adler32(content);
        bits.Write(BinaryPrimitives.ReverseEndianness(checksum), 32);
        bits.Align();
        return bits.ToArray();
    }

    private static void Block(BitWriter bits, ReadOnlySpan<byte> content, bool last)
    {
        // A token is a literal byte, or 256 + the length of a run that repeats the byte before it.
        var tokens = new ushort[content.Length];
        var frequencies = new int[286];
        var count = Tokenize(content, tokens, frequencies);
        frequencies[EndOfBlock] = 1;
        var symbols = HuffmanCode.For(frequencies, 15);

        bits.Write(last ? 1u : 0u, 1);
        bits.Write(2, 2);
        WriteLengths(bits, symbols.Lengths);
        foreach (var token in tokens.AsSpan(0, count))
        {
            if (token < 256)
            {
                bits.Write(symbols.Codes[token], symbols.Lengths[token]);
                continue;
            }
            var run = RunCodes[token - 256];
            bits.Write(symbols.Codes[run.Symbol], symbols.Lengths[run.Symbol]);
            bits.Write((uint)(token - 256 - run.Base), run.ExtraBits);
            bits.Write(0, 1);  // the only distance code: one byte back
        }
        bits.Write(symbols.Codes[EndOfBlock], symbols.Lengths[EndOfBlock]);
    }

    private static int Tokenize(ReadOnlySpan<byte> content, ushort[] tokens, int[] frequencies)
    {
        var count = 0;
        for (var i = 0; i < content.Length;)
        {
            var value = content[i++];
            tokens[count++] = value;
            frequencies[value]++;
            if (i + ShortestRun > content.Length || content[i] != value || content[i + 1] != value)
                continue;
            var run = content[i..].IndexOfAnyExcept(value);
            run = run < 0 ? content.Length - i : run;
            while (run >= ShortestRun)
            {
                var length = Math.Min(run, LongestRun);
                tokens[count++] = (ushort)(256 + length);
                frequencies[RunCodes[length].Symbol]++;
                (i, run) = (i + length, run - length);
            }
        }
        return count;
    }

    /// <summary>The code lengths of literals and runs, then of the single distance code, themselves Huffman coded (RFC 1951, 3.2.7).</summary>
    private static void WriteLengths(BitWriter bits, byte[] lengths)
    {
        byte[] all = [.. lengths, 1];
        var frequencies = new int[19];
        foreach (var length in all)
            frequencies[length]++;
        var code = HuffmanCode.For(frequencies, 7);

        bits.Write((uint)(lengths.Length - 257), 5);
        bits.Write(0, 5);
        bits.Write(19 - 4, 4);
        foreach (var symbol in LengthOrder)
            bits.Write(code.Lengths[symbol], 3);
        foreach (var length in all)
            bits.Write(code.Codes[length], code.Lengths[length]);
    }

    private static (ushort, byte, ushort) RunCode(int length)
    {
        if (length < 11)
            return ((ushort)Math.Max(257, 254 + length), 0, (ushort)length);
        if (length == LongestRun)
            return (285, 0, LongestRun);
        var extra = System.Numerics.BitOperations.Log2((uint)(length - 3)) - 2;
        var step = (length - 3 - (4 << extra)) >> extra;
        return ((ushort)(261 + 4 * extra + step), (byte)extra, (ushort)(3 + ((4 + step) << extra)));
    }
}
