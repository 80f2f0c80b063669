using Nights.Diffusion.Models;
using Nights.Diffusion.Providers;
using Nights.DreamSim.Baselines;
using Nights.DreamSim.Metrics;
using Nights.DreamSim.Native;
using Nights.DreamSim.Triplets;
using static TorchSharp.torch;

namespace Nights.Local.Encoders;

/// <summary>Any encoder given as an ONNX graph, as a metric: the distance of two pictures is that of their embeddings.</summary>
internal sealed class OnnxEncoder : IPictureMetric
{
    private readonly EncoderOptions options;
    private readonly OnnxGraph graph;
    private readonly Port input, output;

    /// <param name="name">As tables show it.</param>
    /// <param name="folder">Where the graph lies.</param>
    /// <param name="options">What <c>metric.json</c> says.</param>
    /// <param name="runtime">How it is executed.</param>
    /// <exception cref="InvalidDataException">The graph does not take or give what the options say.</exception>
    /// <exception cref="ModelFolderException">The graph cannot be loaded, or the provider is not there.</exception>
    public OnnxEncoder(string name, string folder, EncoderOptions options, RuntimeOptions runtime)
    {
        TorchLibrary.EnsureLoaded();
        (Name, this.options) = (name, options);
        using var session = runtime.ToSessionOptions(ExecutionProvider.Find(runtime));
        graph = OnnxGraph.Open(options.Graph, Path.Combine(folder, options.Graph), session);
        try
        {
            input = Choose(graph.Inputs, options.Input, "input");
            output = Choose(graph.Outputs, options.Output, "output");
            Require(input);
        }
        catch
        {
            graph.Dispose();
            throw;
        }
    }

    public string Name { get; }

    public IPreparedPictures Prepare(IReadOnlyList<string> files, IProgress<double>? progress, CancellationToken cancel)
    {
        using var scope = NewDisposeScope();
        var embeddings = new List<Tensor>();
        foreach (var batch in files.Chunk(Batch))
        {
            cancel.ThrowIfCancellationRequested();
            embeddings.Add(Embed(batch, cancel));
            progress?.Report(embeddings.Count * Batch / (double)Math.Max(files.Count, embeddings.Count * Batch));
        }

        return new EmbeddedPictures(cat([.. embeddings], 0).MoveToOuterDisposeScope(), options.Distance);
    }

    public void Dispose() => graph.Dispose();

    /// <summary>A graph of a fixed batch gets that many pictures, black ones where there are fewer.</summary>
    private int Batch => input.Dimensions[0] > 0 ? input.Dimensions[0] : options.Batch;

    private Tensor Embed(string[] files, CancellationToken cancel)
    {
        var (size, numbers) = (options.Size, 3 * options.Size * options.Size);
        var count = input.Dimensions[0] > 0 ? Batch : files.Length;
        var values = new float[count * numbers];
        FileFaults.OnAllCores(files.Length, i => EncoderInput.Of(PictureFile.Read(files[i]), options).CopyTo(values, i * numbers), cancel);
        long[] shape = options.ChannelsLast ? [count, size, size, 3] : [count, 3, size, size];
        var result = graph.Run(input, values, shape, output, cancel);

        using var scope = NewDisposeScope();
        var given = tensor(result.Values, [.. result.Shape]);
        if (given.dim() < 1 || given.shape[0] != count)
            throw new InvalidDataException($"{Name}: {count} pictures gave an output of shape [{string.Join(", ", given.shape)}]; its first dimension must be the pictures.");
        return EncoderOutput.Embeddings(given, options.Pool, Name).narrow(0, 0, files.Length).clone().MoveToOuterDisposeScope();
    }

    private Port Choose(IReadOnlyList<Port> ports, string? name, string what)
    {
        if (name is null && (ports.Count == 1 || what == "output")) return ports[0];
        if (name is null) throw new InvalidDataException($"{Name}: the graph has the inputs {string.Join(", ", ports)}; say which takes the picture (input).");
        return ports.FirstOrDefault(port => port.Name == name)
            ?? throw new InvalidDataException($"{Name}: the graph has no {what} '{name}'; it has {string.Join(", ", ports)}.");
    }

    private void Require(Port port)
    {
        int[] wanted = options.ChannelsLast ? [-1, options.Size, options.Size, 3] : [-1, 3, options.Size, options.Size];
        if (port.Rank != 4 || port.Dimensions.Zip(wanted).Any(pair => pair is { First: > 0, Second: > 0 } && pair.First != pair.Second))
            throw new InvalidDataException(
                $"{Name}: the graph's input is {port}; with size {options.Size} and channels {(options.ChannelsLast ? "last" : "first")} "
                + $"it would be given [n,{string.Join(',', wanted[1..])}].");
    }
}
