using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Nights.Diffusion.Models;

/// <summary>A tensor for one input of a graph: given in float32 or in whole numbers, handed over in the element type the graph declares.</summary>
public sealed record GraphValue(Port Port, float[] Values, long[] Shape)
{
    public static GraphValue Of(Port port, IEnumerable<int> integers, params long[] shape) => new(port, [.. integers.Select(value => (float)value)], shape);

    internal OrtValue ToOrtValue() => Port.Type switch
    {
        TensorElementType.Float => OrtValue.CreateTensorValueFromMemory(Values, Shape),
        TensorElementType.Float16 => OrtValue.CreateTensorValueFromMemory(
            MemoryMarshal.Cast<Half, Float16>(HalfPrecision.FromSingle(Values)).ToArray(), Shape),
        TensorElementType.Double => OrtValue.CreateTensorValueFromMemory(Values.Select(value => (double)value).ToArray(), Shape),
        // Exact: token ids and timesteps are far below 2²⁴. A fractional timestep goes to the nearest the graph can take.
        TensorElementType.Int64 => OrtValue.CreateTensorValueFromMemory(Values.Select(value => (long)MathF.Round(value)).ToArray(), Shape),
        TensorElementType.Int32 => OrtValue.CreateTensorValueFromMemory(Values.Select(value => (int)MathF.Round(value)).ToArray(), Shape),
        _ => throw new ModelFolderException($"The input {Port}: no value can be given in this element type."),
    };
}
