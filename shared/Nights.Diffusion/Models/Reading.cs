using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Nights.Diffusion.Models;

/// <summary>The memory of one output of a graph, read in float32 whatever the graph computes in.</summary>
internal sealed class Reading : IDisposable
{
    private readonly float[] values;
    private readonly Float16[]? halves;

    /// <param name="port">The output: float or float16.</param>
    /// <param name="shape">Its shape in this use.</param>
    public Reading(Port port, params long[] shape)
    {
        Port = port;
        values = new float[shape.Aggregate(1L, (product, size) => product * size)];
        halves = port.Type == TensorElementType.Float16 ? new Float16[values.Length] : null;
        Value = halves is null ? OrtValue.CreateTensorValueFromMemory(values, shape) : OrtValue.CreateTensorValueFromMemory(halves, shape);
    }

    public Port Port { get; }

    /// <summary>The tensor the runtime writes to.</summary>
    public OrtValue Value { get; }

    /// <summary>What the last run wrote, row-major.</summary>
    public Span<float> Receive()
    {
        if (halves is not null)
            TensorPrimitives.ConvertToSingle(MemoryMarshal.Cast<Float16, Half>(halves.AsSpan()), values);
        return values;
    }

    public void Dispose() => Value.Dispose();
}
