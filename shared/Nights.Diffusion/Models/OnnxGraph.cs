using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Nights.Diffusion.Models;

/// <summary>
/// One graph of a model: a session, created once and shared by all threads, and the signature it declares. Values go in and out as float32 or
/// integers whatever the graph wants: conversion to its element types happens here.
/// </summary>
public sealed class OnnxGraph : IDisposable
{
    private readonly InferenceSession session;

    private OnnxGraph(string component, InferenceSession session)
    {
        (Component, this.session) = (component, session);
        Inputs = [.. session.InputNames.Select(name => Port.Of(new(name, session.InputMetadata[name])))];
        Outputs = [.. session.OutputNames.Select(name => Port.Of(new(name, session.OutputMetadata[name])))];
    }

    /// <summary>Name of the component in the folder, for messages.</summary>
    public string Component { get; }

    public IReadOnlyList<Port> Inputs { get; }

    public IReadOnlyList<Port> Outputs { get; }

    /// <exception cref="ModelFolderException">The file is missing, cut short, no ONNX, or its external data is missing or too short.</exception>
    public static OnnxGraph Open(string component, string path, SessionOptions options)
    {
        OnnxFile.Verify(component, path);
        try
        {
            return new OnnxGraph(component, new InferenceSession(path, options));
        }
        catch (OnnxRuntimeException refused)
        {
            throw new ModelFolderException($"{component}: ONNX Runtime cannot load '{path}': {refused.Message}", refused);
        }
    }

    /// <summary>Runs the graph and reads one output as float32.</summary>
    public float[] Run(Port output, params GraphValue[] inputs)
    {
        var values = new Dictionary<string, OrtValue>(inputs.Length);
        using var options = new RunOptions();
        try
        {
            foreach (var input in inputs)
                values.Add(input.Port.Name, input.ToOrtValue());
            using var results = session.Run(options, values, [output.Name]);
            return Read(results[0], output);
        }
        catch (OnnxRuntimeException failed)
        {
            throw new ModelFolderException($"{Component}: the graph failed: {failed.Message}", failed);
        }
        finally
        {
            foreach (var value in values.Values)
                value.Dispose();
        }
    }

    public void Dispose() => session.Dispose();

    private float[] Read(OrtValue result, Port output) => output.Type switch
    {
        TensorElementType.Float => result.GetTensorDataAsSpan<float>().ToArray(),
        TensorElementType.Float16 => HalfPrecision.ToSingle(MemoryMarshal.Cast<Float16, Half>(result.GetTensorDataAsSpan<Float16>())),
        _ => throw new ModelFolderException($"{Component}: output {output}: expected float or float16."),
    };
}
