using Nights.Onnx;

namespace Nights.Diffusion.Structural;

/// <summary>A decoder of the structure of Stable Diffusion's with random weights: a residual block, three doublings with one each, and a last convolution to colours.</summary>
internal static class StructuralVaeDecoder
{
    private const double OutputGain = 0.8;
    private static readonly int[] Channels = [32, 16, 16, 8];

    public static GraphBuilder Build(StructuralSize size)
    {
        var graph = new GraphBuilder("vae_decoder");
        var layers = new Layers(graph, size.Seed + 2);
        var latents = graph.Input("latent_sample", ElementType.Float32, "batch_size", 4, "height", "width");
        var image = layers.Convolve(layers.Convolve(latents, 4, 4, window: 1), 4, Channels[0]);
        image = layers.Residual(image, time: null, Channels[0], Channels[0]);
        for (var level = 1; level < Channels.Length; level++)
            image = layers.Residual(layers.Enlarge(image, Channels[level - 1], Channels[level]), time: null, Channels[level], Channels[level]);
        image = layers.Convolve(Layers.Silu(layers.GroupNorm(image, Channels[^1])), Channels[^1], 3, gain: OutputGain);
        graph.Output(image, "sample", ElementType.Float32, "batch_size", 3, "picture_height", "picture_width");
        return graph;
    }
}
