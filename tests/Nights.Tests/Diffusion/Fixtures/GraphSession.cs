using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Nights.Tests.Diffusion.Fixtures;

/// <summary>A graph run by ONNX Runtime itself, without our pipeline in between.</summary>
internal sealed class GraphSession(string path) : IDisposable
{
    private readonly InferenceSession session = new(path);

    public IReadOnlyDictionary<string, NodeMetadata> Inputs => session.InputMetadata;

    public IReadOnlyDictionary<string, NodeMetadata> Outputs => session.OutputMetadata;

    /// <summary>One float output for inputs of float[], long[], int[] or bool[].</summary>
    public float[] Run(string output, params (string Name, Array Values, long[] Shape)[] inputs)
    {
        using var options = new RunOptions();
        var values = inputs.ToDictionary(input => input.Name, input => input.Values switch
        {
            float[] floats => OrtValue.CreateTensorValueFromMemory(floats, input.Shape),
            long[] longs => OrtValue.CreateTensorValueFromMemory(longs, input.Shape),
            int[] integers => OrtValue.CreateTensorValueFromMemory(integers, input.Shape),
            _ => throw new ArgumentException($"No tensor of {input.Values.GetType().Name}.", nameof(inputs)),
        });
        using var results = session.Run(options, values, [output]);
        foreach (var value in values.Values)
            value.Dispose();
        return results[0].GetTensorTypeAndShape().ElementDataType == TensorElementType.Bool
            ? [.. results[0].GetTensorDataAsSpan<bool>().ToArray().Select(flag => flag ? 1f : 0f)]
            : results[0].GetTensorDataAsSpan<float>().ToArray();
    }

    public void Dispose() => session.Dispose();
}
