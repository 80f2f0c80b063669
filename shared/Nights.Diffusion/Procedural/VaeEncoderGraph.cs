using Nights.Diffusion.Onnx;

namespace Nights.Diffusion.Procedural;

/// <summary>The demo model's encoder: mean colours of 8 × 8 pixels, and a rough distance from how far a colour is from the picture's mean.</summary>
internal static class VaeEncoderGraph
{
    private const float LogVarianceOfCertainty = -30;

    public static byte[] Build(float scale)
    {
        var graph = new GraphBuilder("vae_encoder");
        var pixels = graph.Input("sample", ElementType.Float32, "batch_size", 3, "picture_height", "picture_width");
        var colour = graph.AveragePool(pixels, window: 8, stride: 8);
        var mean = graph.Node("GlobalAveragePool", colour);
        var deviation = graph.Node("ReduceMax", [("axes", new long[] { 1 }), ("keepdims", 1L)], (colour - mean).Abs());
        var largest = graph.Node("GlobalMaxPool", deviation) + 1e-3f;
        var distance = (graph.AveragePool(deviation / largest, window: 3) * 5f - 2.2f).Clip(-1, 1);
        var latents = graph.Concat(1, colour, distance);
        latents = new Carriers(latents).Without(latents) / scale;
        graph.Output(graph.Concat(1, latents, latents * 0f + LogVarianceOfCertainty), "latent_parameters", ElementType.Float32, "batch_size", 8, "height", "width");
        return graph.ToModel();
    }
}
