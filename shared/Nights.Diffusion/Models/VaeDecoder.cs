using System.Numerics.Tensors;

namespace Nights.Diffusion.Models;

/// <summary>Latents to pixels.</summary>
public sealed class VaeDecoder : IDisposable
{
    private readonly OnnxGraph graph;
    private readonly Port latent;
    private readonly Port pixels;

    internal VaeDecoder(OnnxGraph graph, ModelJson config, int channels, bool isXl)
    {
        this.graph = graph;
        latent = Signature.Input(graph, "latent_sample", [4], Signature.Floats);
        pixels = Signature.Output(graph, "sample", 4);
        Signature.NothingElse(graph, latent);
        if (latent.Dimensions[1] > 0 && latent.Dimensions[1] != channels)
            throw new ModelFolderException($"vae_decoder: the input {latent} wants {latent.Dimensions[1]} channels; the unet gives {channels}.");
        (Scale, Factor) = (VaeConfig.Scale(config, isXl), VaeConfig.Factor(config));
    }

    /// <summary>What latents are multiplied by after encoding, and divided by before decoding.</summary>
    public double Scale { get; }

    /// <summary>Pixels a latent, along each edge.</summary>
    public int Factor { get; }

    /// <summary>Height and width that the graph is exported for, in latents; -1 where they vary.</summary>
    internal (int Height, int Width) FixedSize => (latent.Dimensions[2], latent.Dimensions[3]);

    /// <summary>
    /// Decodes one picture: 3 × factor·height × factor·width, planar, nominally in [-1, 1]. One a call: batched half-precision decoding misbehaves, and a
    /// picture must not depend on its neighbours.
    /// </summary>
    /// <param name="latents">channels × height × width, as the denoiser works on them.</param>
    /// <param name="shape">1, channels, height, width.</param>
    /// <param name="cancel">Ends the run under way.</param>
    /// <exception cref="ModelFolderException">The graph failed, or gave a picture of another size.</exception>
    internal GraphResults Decode(ReadOnlySpan<float> latents, long[] shape, CancellationToken cancel)
    {
        using var feed = new Feed(latent, shape);
        TensorPrimitives.Divide(latents, (float)Scale, feed.Values);
        feed.Send();
        var results = graph.Run([feed], [pixels], cancel);
        if (results.Shape(0) is var given && given.SequenceEqual([1, 3, shape[2] * Factor, shape[3] * Factor]))
            return results;
        results.Dispose();
        throw new ModelFolderException(
            $"vae_decoder: latents of [{string.Join(',', shape)}] came as [{string.Join(',', given)}]; {Factor} pixels a latent and 3 colours were expected. "
            + "Put the config.json of the model beside the graph.");
    }

    public void Dispose() => graph.Dispose();
}
