using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Nights.Diffusion.Models;

/// <summary>The memory of one output of a graph, read in float32 whatever the graph computes in.</summary>
internal sealed class Reading : IDisposable
{
    private readonly Memory<float> values;
    private readonly Memory<Float16> halves;

    /// <param name="port">The output: float or float16.</param>
    /// <param name="shape">Its shape in this use.</param>
    public Reading(Port port, params long[] shape)
    {
        Port = port;
        values = AlignedMemory.Of<float>(AlignedMemory.Count(shape));
        if (port.Type == TensorElementType.Float16)
            halves = AlignedMemory.Of<Float16>(values.Length);
        Value = halves.IsEmpty
            ? OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, values, shape)
            : OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, halves, shape);
    }

    public Port Port { get; }

    /// <summary>The tensor the runtime writes to.</summary>
    public OrtValue Value { get; }

    /// <summary>What the last run wrote, row-major.</summary>
    public Span<float> Receive()
    {
        if (!halves.IsEmpty)
            TensorPrimitives.ConvertToSingle(MemoryMarshal.Cast<Float16, Half>(halves.Span), values.Span);
        return values.Span;
    }

    public void Dispose() => Value.Dispose();
}
