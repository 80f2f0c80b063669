namespace Nights.Imaging.Resizing;

/// <summary>For every output pixel of a line: where its source pixels begin, and their weights in 22-bit fixed point.</summary>
internal sealed class FixedPointWeights
{
    private const int Bits = 22;
    private readonly int[] starts;
    private readonly int[] counts;
    private readonly int[] weights;
    private readonly int widest;

    private FixedPointWeights(int length, int widest) =>
        (starts, counts, weights, this.widest) = (new int[length], new int[length], new int[length * widest], widest);

    /// <summary>One half in fixed point: what a sum starts from so that it rounds.</summary>
    public const int Half = 1 << (Bits - 1);

    public static byte ToByte(int sum) => (byte)Math.Clamp(sum >> Bits, 0, 255);

    public int Start(int output) => starts[output];

    public ReadOnlySpan<int> Of(int output) => weights.AsSpan(output * widest, counts[output]);

    public static FixedPointWeights For(ResamplingFilter filter, int from, int to)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(to);
        var scale = (double)from / to;
        var stretch = Math.Max(scale, 1);
        var support = filter.Support * stretch;
        var widest = (int)Math.Ceiling(support) * 2 + 1;
        var result = new FixedPointWeights(to, widest);
        var exact = new double[widest];
        for (var output = 0; output < to; output++)
        {
            var centre = (output + 0.5) * scale;
            var start = Math.Max((int)(centre - support + 0.5), 0);
            var count = Math.Min((int)(centre + support + 0.5), from) - start;
            var sum = 0.0;
            for (var i = 0; i < count; i++)
                sum += exact[i] = filter.Value((i + start - centre + 0.5) * (1 / stretch));
            for (var i = 0; i < count; i++)
            {
                var weight = sum == 0 ? exact[i] : exact[i] / sum;
                result.weights[output * widest + i] = (int)(weight * (1 << Bits) + (weight < 0 ? -0.5 : 0.5));
            }
            (result.starts[output], result.counts[output]) = (start, count);
        }
        return result;
    }
}
