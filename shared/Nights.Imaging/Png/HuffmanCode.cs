namespace Nights.Imaging.Png;

/// <summary>A canonical, length-limited Huffman code (RFC 1951, 3.2.2).</summary>
internal sealed class HuffmanCode
{
    private HuffmanCode(byte[] lengths) => (Lengths, Codes) = (lengths, CanonicalCodes(lengths));

    /// <summary>Bits of each symbol's code; 0 for a symbol that does not occur.</summary>
    public byte[] Lengths { get; }

    /// <summary>Each symbol's code, its first bit least significant.</summary>
    public uint[] Codes { get; }

    /// <summary>The best code whose lengths stay within the limit after the rarest symbols have been made less rare.</summary>
    public static HuffmanCode For(ReadOnlySpan<int> frequencies, int limit)
    {
        var weights = frequencies.ToArray();
        while (true)
        {
            var lengths = TreeDepths(weights);
            if (lengths.Max() <= limit)
                return new HuffmanCode(lengths);
            for (var i = 0; i < weights.Length; i++)
                weights[i] = (weights[i] + 1) / 2;
        }
    }

    private static byte[] TreeDepths(int[] weights)
    {
        var depths = new byte[weights.Length];
        var parents = new int[weights.Length * 2];
        var heap = new PriorityQueue<int, (long Weight, int Node)>();
        for (var symbol = 0; symbol < weights.Length; symbol++)
            if (weights[symbol] > 0)
                heap.Enqueue(symbol, (weights[symbol], symbol));
        if (heap.Count == 1)
            depths[heap.Peek()] = 1;  // a decoder wants at least one bit
        if (heap.Count < 2)
            return depths;

        var next = weights.Length;
        while (heap.TryDequeue(out var light, out var lightest) && heap.TryDequeue(out var heavy, out var heavier))
        {
            parents[light] = parents[heavy] = next;
            heap.Enqueue(next, (lightest.Weight + heavier.Weight, next));
            next++;
        }
        var root = next - 1;
        for (var symbol = 0; symbol < weights.Length; symbol++)
            for (var node = symbol; weights[symbol] > 0 && node != root; node = parents[node])
                depths[symbol]++;
        return depths;
    }

    private static uint[] CanonicalCodes(byte[] lengths)
    {
        var codes = new uint[lengths.Length];
        var code = 0u;
        for (var length = 1; length <= lengths.Max(); length++, code <<= 1)
            for (var symbol = 0; symbol < lengths.Length; symbol++)
                if (lengths[symbol] == length)
                    codes[symbol] = Reversed(code++, length);
        return codes;
    }

    private static uint Reversed(uint code, int bits)
    {
        var reversed = 0u;
        for (var bit = 0; bit < bits; bit++)
            reversed |= ((code >> bit) & 1) << (bits - 1 - bit);
        return reversed;
    }
}
