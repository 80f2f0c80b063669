using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Nights.Diffusion.Models;

/// <summary>What one run of a graph gave. The runtime's memory is read where it lies and given back on disposal.</summary>
internal sealed class GraphResults(IReadOnlyList<Port> ports, IDisposableReadOnlyCollection<OrtValue> values) : IDisposable
{
    /// <summary>One output in float32, row-major.</summary>
    public ReadOnlySpan<float> this[int output] => ports[output].Type switch
    {
        TensorElementType.Float => values[output].GetTensorDataAsSpan<float>(),
        TensorElementType.Float16 => Widened(values[output].GetTensorDataAsSpan<Float16>()),
        _ => throw new ModelFolderException($"The output {ports[output]}: expected float or float16."),
    };

    /// <summary>An output of booleans.</summary>
    public ReadOnlySpan<bool> Flags(int output) => values[output].GetTensorDataAsSpan<bool>();

    /// <summary>The shape one output has in this run.</summary>
    public long[] Shape(int output) => values[output].GetTensorTypeAndShape().Shape;

    public void Dispose() => values.Dispose();

    private static float[] Widened(ReadOnlySpan<Float16> halves)
    {
        var singles = new float[halves.Length];
        TensorPrimitives.ConvertToSingle(MemoryMarshal.Cast<Float16, Half>(halves), singles);
        return singles;
    }
}
