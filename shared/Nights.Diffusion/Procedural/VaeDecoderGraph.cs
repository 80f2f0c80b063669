using Nights.Onnx;

namespace Nights.Diffusion.Procedural;

/// <summary>
/// The demo model's decoder: colours of thing and ground are each continued across the outline, enlarged smoothly, and cut along the enlarged
/// distance, so that a picture has sharp edges although a latent covers 8 × 8 pixels.
/// </summary>
internal static class VaeDecoderGraph
{
    private const int Factor = 8;

    public static byte[] Build(float scale)
    {
        var graph = new GraphBuilder("vae_decoder");
        var latents = graph.Input("latent_sample", ElementType.Float32, "batch_size", 4, "height", "width");
        graph.Output(Decode(latents, scale), "sample", ElementType.Float32, "batch_size", 3, "picture_height", "picture_width");
        return graph.ToModel();
    }

    /// <summary>Rows × 4 × height × width, divided by the scale as pipelines do, to rows × 3 × 8 height × 8 width in [-1, 1].</summary>
    public static Expression Decode(Expression divided, float scale)
    {
        var graph = divided.Graph;
        var latents = divided * scale;

        // Guidance multiplies the whole scene; the distance, at most 1 in a scene, tells by how much.
        var gain = graph.Reduce("ReduceMax", latents.Slice(1, 3, 4).Abs(), keep: true, 1, 2, 3).Max(graph.Scalar(1));
        latents /= gain;
        var brightness = latents.Slice(1, 0, 3) + 1f;
        var distance = latents.Slice(1, 3, 4);

        var enlarged = Enlargement.Sharp(distance, Factor);
        var rim = 0.74f + (enlarged * 1.3f).Clip(0, 0.26f);
        var thing = Enlargement.Smooth(Continued(brightness, (distance * 24f - 4f).Sigmoid()), Factor);
        var ground = Enlargement.Smooth(Continued(brightness, (distance * -24f - 4f).Sigmoid()), Factor);
        var picture = Paint.Mix(ground, thing * rim, (enlarged * 36f).Sigmoid()) - 1f;
        return picture.Clip(-1, 1);
    }

    /// <summary>Colours where the mask is 1, and beyond it the mean of those near by.</summary>
    private static Expression Continued(Expression colour, Expression mask)
    {
        var graph = colour.Graph;
        var near = graph.AveragePool(colour * mask, window: 5) / (graph.AveragePool(mask, window: 5) + 1e-4f);
        return Paint.Mix(near, colour, mask);
    }
}
