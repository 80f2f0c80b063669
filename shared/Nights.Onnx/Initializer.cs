using System.Runtime.InteropServices;

namespace Nights.Onnx;

/// <summary>A constant of a graph. The array is kept as it was given and seen as bytes, never copied: weights may be most of a machine's memory.</summary>
internal sealed record Initializer(string Name, ElementType Type, Array Values, long[] Shape)
{
    public ReadOnlySpan<byte> Bytes => Values switch
    {
        float[] values => MemoryMarshal.AsBytes<float>(values),
        Half[] values => MemoryMarshal.AsBytes<Half>(values),
        int[] values => MemoryMarshal.AsBytes<int>(values),
        long[] values => MemoryMarshal.AsBytes<long>(values),
        bool[] values => MemoryMarshal.AsBytes<bool>(values),
        _ => throw new InvalidOperationException($"A tensor of {Values.GetType().Name} cannot be written."),
    };

    /// <exception cref="ArgumentException">The values are of no known element type.</exception>
    public static Initializer Of(string name, Array values, long[] shape) => new(name, values switch
    {
        float[] => ElementType.Float32,
        Half[] => ElementType.Float16,
        int[] => ElementType.Int32,
        long[] => ElementType.Int64,
        bool[] => ElementType.Bool,
        _ => throw new ArgumentException($"A tensor of {values.GetType().Name} has no element type here; float[], Half[], int[], long[] and bool[] have.", nameof(values)),
    }, values, shape);
}
