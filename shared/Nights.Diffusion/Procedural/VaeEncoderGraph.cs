using Nights.Onnx;

namespace Nights.Diffusion.Procedural;

/// <summary>The demo model's encoder: mean colours of 8 × 8 pixels, and a rough distance from how far a colour is from the picture's mean.</summary>
internal static class VaeEncoderGraph
{
    public const float LogVarianceOfCertainty = -30;

    public static byte[] Build(float scale)
    {
        var graph = new GraphBuilder("vae_encoder");
        var pixels = graph.Input("sample", ElementType.Float32, "batch_size", 3, "picture_height", "picture_width");
        var latents = Encode(pixels, scale);
        graph.Output(graph.Concat(1, latents, latents * 0f + LogVarianceOfCertainty), "latent_parameters", ElementType.Float32, "batch_size", 8, "height", "width");
        return graph.ToModel();
    }

    /// <summary>Rows × 3 × 8 height × 8 width in [-1, 1] to the mean latents, rows × 4 × height × width, divided by the scale.</summary>
    public static Expression Encode(Expression pixels, float scale)
    {
        var graph = pixels.Graph;
        var colour = graph.AveragePool(pixels, window: 8, stride: 8);
        var mean = graph.Node("GlobalAveragePool", colour);
        var deviation = graph.Reduce("ReduceMax", (colour - mean).Abs(), keep: true, 1);
        var largest = graph.Node("GlobalMaxPool", deviation) + 1e-3f;
        var distance = (graph.AveragePool(deviation / largest, window: 3) * 5f - 2.2f).Clip(-1, 1);
        var latents = graph.Concat(1, colour, distance);
        return new Carriers(latents).Without(latents) / scale;
    }
}
