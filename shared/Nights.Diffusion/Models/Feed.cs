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
    private readonly Memory<float> values;
    private readonly object native;

    /// <param name="port">The input.</param>
    /// <param name="shape">Its shape in this use; none for a scalar.</param>
    public Feed(Port port, params long[] shape)
    {
        Port = port;
        values = AlignedMemory.Of<float>(AlignedMemory.Count(shape));
        (native, Value) = Create(port, values, shape);
    }

    public Port Port { get; }

    /// <summary>What goes in, row-major.</summary>
    public Span<float> Values => values.Span;

    /// <summary>The tensor the runtime is given.</summary>
    public OrtValue Value { get; }

    /// <summary>Makes what was written to <see cref="Values"/> what the graph reads.</summary>
    public void Send()
    {
        var given = Values;
        switch (native)
        {
            case Memory<Float16> halves:
                TensorPrimitives.ConvertToHalf(given, MemoryMarshal.Cast<Float16, Half>(halves.Span));
                break;
            case Memory<double> doubles:
                TensorPrimitives.ConvertChecked<float, double>(given, doubles.Span);
                break;
            // Exact: token ids and timesteps are far below 2²⁴. A fractional timestep goes to the nearest the graph can take.
            case Memory<long> integers:
                for (var i = 0; i < given.Length; i++)
                    integers.Span[i] = (long)MathF.Round(given[i]);
                break;
            case Memory<int> integers:
                for (var i = 0; i < given.Length; i++)
                    integers.Span[i] = (int)MathF.Round(given[i]);
                break;
        }
    }

    /// <summary>Writes whole numbers, as token ids are, and sends them.</summary>
    public Feed With(ReadOnlySpan<int> integers)
    {
        TensorPrimitives.ConvertChecked(integers, Values);
        Send();
        return this;
    }

    /// <summary>Writes numbers and sends them.</summary>
    public Feed With(ReadOnlySpan<float> numbers)
    {
        numbers.CopyTo(Values);
        Send();
        return this;
    }

    public void Dispose() => Value.Dispose();

    private static (object, OrtValue) Create(Port port, Memory<float> values, long[] shape) => port.Type switch
    {
        TensorElementType.Float => Tensor(values, shape),
        TensorElementType.Float16 => Tensor(AlignedMemory.Of<Float16>(values.Length), shape),
        TensorElementType.Double => Tensor(AlignedMemory.Of<double>(values.Length), shape),
        TensorElementType.Int64 => Tensor(AlignedMemory.Of<long>(values.Length), shape),
        TensorElementType.Int32 => Tensor(AlignedMemory.Of<int>(values.Length), shape),
        _ => throw new ModelFolderException($"The input {port}: no value can be given in this element type."),
    };

    private static (object, OrtValue) Tensor<T>(Memory<T> memory, long[] shape) where T : unmanaged =>
        (memory, OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, memory, shape));
}
