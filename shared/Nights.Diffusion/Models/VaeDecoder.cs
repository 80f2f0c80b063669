using System.Numerics.Tensors;
using System.Text.Json.Nodes;

namespace Nights.Diffusion.Models;

/// <summary>Latents to pixels.</summary>
public sealed class VaeDecoder : IDisposable
{
    private readonly OnnxGraph graph;
    private readonly Port latent;
    private readonly Port pixels;

    internal VaeDecoder(OnnxGraph graph, JsonObject config, int channels, bool isXl)
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

    /// <summary>
    /// Decodes one picture: 3 × 8·height × 8·width, planar, nominally in [-1, 1]. One a call: batched half-precision decoding misbehaves, and a
    /// picture must not depend on its neighbours.
    /// </summary>
    /// <param name="latents">channels × height × width, as the denoiser works on them.</param>
    /// <param name="shape">1, channels, height, width.</param>
    /// <param name="cancel">Ends the run under way.</param>
    internal GraphResults Decode(ReadOnlySpan<float> latents, long[] shape, CancellationToken cancel)
    {
        using var feed = new Feed(latent, shape);
        TensorPrimitives.Divide(latents, (float)Scale, feed.Values);
        feed.Send();
        return graph.Run([feed], [pixels], cancel);
    }

    public void Dispose() => graph.Dispose();
}

/// <summary>What both halves of the autoencoder read from its configuration.</summary>
internal static class VaeConfig
{
    private const double StableDiffusionScale = 0.18215;
    private const double XlScale = 0.13025;

    public static double Scale(JsonObject config, bool isXl) => config["scaling_factor"]?.GetValue<double>() ?? (isXl ? XlScale : StableDiffusionScale);

    public static int Factor(JsonObject config) => config["block_out_channels"] is JsonArray blocks ? 1 << (blocks.Count - 1) : 8;
}
