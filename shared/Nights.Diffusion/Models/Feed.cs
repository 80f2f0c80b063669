using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Nights.Diffusion.Models;

/// <summary>
/// The memory of one input of a graph: filled in float32, handed over in the element type the graph declares. Where that is float32 too, the graph reads
/// the very numbers that were written; elsewhere <see cref="Send"/> converts them.
/// </summary>
internal sealed class Feed : IDisposable
{
    private readonly float[] values;
    private readonly Array native;

    /// <param name="port">The input.</param>
    /// <param name="shape">Its shape in this use; none for a scalar.</param>
    public Feed(Port port, params long[] shape)
    {
        Port = port;
        values = new float[shape.Aggregate(1L, (product, size) => product * size)];
        (native, Value) = Create(port, values, shape);
    }

    public Port Port { get; }

    /// <summary>What goes in, row-major.</summary>
    public Span<float> Values => values;

    /// <summary>The tensor the runtime is given.</summary>
    public OrtValue Value { get; }

    /// <summary>Makes what was written to <see cref="Values"/> what the graph reads.</summary>
    public void Send()
    {
        switch (native)
        {
            case Float16[] halves:
                TensorPrimitives.ConvertToHalf(values, MemoryMarshal.Cast<Float16, Half>(halves.AsSpan()));
                break;
            case double[] doubles:
                TensorPrimitives.ConvertChecked<float, double>(values, doubles);
                break;
            // Exact: token ids and timesteps are far below 2²⁴. A fractional timestep goes to the nearest the graph can take.
            case long[] integers:
                for (var i = 0; i < values.Length; i++)
                    integers[i] = (long)MathF.Round(values[i]);
                break;
            case int[] integers:
                for (var i = 0; i < values.Length; i++)
                    integers[i] = (int)MathF.Round(values[i]);
                break;
        }
    }

    /// <summary>Writes whole numbers, as token ids are, and sends them.</summary>
    public Feed With(ReadOnlySpan<int> integers)
    {
        TensorPrimitives.ConvertChecked(integers, values.AsSpan());
        Send();
        return this;
    }

    /// <summary>Writes numbers and sends them.</summary>
    public Feed With(ReadOnlySpan<float> numbers)
    {
        numbers.CopyTo(values);
        Send();
        return this;
    }

    public void Dispose() => Value.Dispose();

    private static (Array, OrtValue) Create(Port port, float[] values, long[] shape) => port.Type switch
    {
        TensorElementType.Float => Tensor(values, shape),
        TensorElementType.Float16 => Tensor(new Float16[values.Length], shape),
        TensorElementType.Double => Tensor(new double[values.Length], shape),
        TensorElementType.Int64 => Tensor(new long[values.Length], shape),
        TensorElementType.Int32 => Tensor(new int[values.Length], shape),
        _ => throw new ModelFolderException($"The input {port}: no value can be given in this element type."),
    };

    private static (Array, OrtValue) Tensor<T>(T[] memory, long[] shape) where T : unmanaged => (memory, OrtValue.CreateTensorValueFromMemory(memory, shape));
}
