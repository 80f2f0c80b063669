using Microsoft.ML.OnnxRuntime;

namespace Nights.Diffusion.Models;

/// <summary>
/// One graph of a model: a session, created once and shared by all threads, and the signature it declares. Values go in and out as float32 or
/// integers whatever the graph wants: conversion to its element types happens here.
/// </summary>
public sealed class OnnxGraph : IDisposable
{
    private readonly InferenceSession session;
    private bool closed;

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

    // The runtime itself does not look: a closed session would be read where its memory was.
    internal InferenceSession Session
    {
        get
        {
            ObjectDisposedException.ThrowIf(closed, this);
            return session;
        }
    }

    /// <exception cref="ModelFolderException">The file is missing, cut short, no ONNX, or its external data is missing, too short or outside the folder.</exception>
    public static OnnxGraph Open(string component, string path, SessionOptions options)
    {
        OnnxFile.Verify(component, path);
        InferenceSession? session = null;
        try
        {
            session = new InferenceSession(path, options);
            return new OnnxGraph(component, session);
        }
        catch (OnnxRuntimeException refused)
        {
            session?.Dispose();  // it loads, and declares what is no tensor
            throw new ModelFolderException($"{component}: ONNX Runtime cannot load '{path}': {refused.Message}", refused);
        }
    }

    /// <summary>The input of this name, or null.</summary>
    internal Port? FindInput(string name) => Inputs.FirstOrDefault(port => port.Name == name);

    /// <summary>Runs the graph once, for outputs whose size only the run tells.</summary>
    /// <exception cref="ModelFolderException">The graph failed.</exception>
    /// <exception cref="OperationCanceledException">Cancelled before or during the run.</exception>
    internal GraphResults Run(IReadOnlyList<Feed> feeds, IReadOnlyList<Port> outputs, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        using var options = new RunOptions();
        using var registration = cancel.UnsafeRegister(state => ((RunOptions)state!).Terminate = true, options);
        try
        {
            return new GraphResults(
                outputs, Session.Run(options, [.. feeds.Select(feed => feed.Port.Name)], [.. feeds.Select(feed => feed.Value)], [.. outputs.Select(port => port.Name)]));
        }
        catch (OnnxRuntimeException failed)
        {
            cancel.ThrowIfCancellationRequested();
            throw Failed(failed);
        }
    }

    /// <summary>Runs a graph of one input, as encoders are.</summary>
    /// <param name="input">Of <see cref="Inputs"/>.</param>
    /// <param name="values">Row-major.</param>
    /// <param name="shape">Of the values.</param>
    /// <param name="output">Of <see cref="Outputs"/>.</param>
    /// <param name="cancel">Stops the run under way.</param>
    /// <exception cref="ModelFolderException">The graph failed, wants other inputs too, or gives something else than floats.</exception>
    /// <exception cref="OperationCanceledException">Cancelled before or during the run.</exception>
    public GraphOutput Run(Port input, ReadOnlySpan<float> values, long[] shape, Port output, CancellationToken cancel)
    {
        Signature.NothingElse(this, input);
        using var feed = new Feed(input, shape).With(values);
        using var results = Run([feed], [output], cancel);
        return new GraphOutput(results[0].ToArray(), results.Shape(0));
    }

    public void Dispose()
    {
        closed = true;
        session.Dispose();
    }

    internal ModelFolderException Failed(OnnxRuntimeException cause) => new($"{Component}: the graph failed: {cause.Message}", cause);
}
