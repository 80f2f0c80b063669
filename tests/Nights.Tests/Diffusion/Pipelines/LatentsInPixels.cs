using Nights.Imaging;
using Nights.Onnx;

namespace Nights.Tests.Diffusion.Pipelines;

/// <summary>
/// A decoder that writes latents into pixels as digits of base 256, so that a test can read from the finished picture what the sampler reached: a latent covers
/// 8 × 8 pixels of 3 bytes, and its four channels take a sign and six digits each. Exact for every float32 from 2·10⁻⁶ up to 64; smaller ones to 2·10⁻¹³.
/// </summary>
internal static class LatentsInPixels
{
    private const int Factor = 8, Channels = 4, Digits = 6;
    private const float Largest = 64;

    public static byte[] Decoder()
    {
        var graph = new GraphBuilder("vae_decoder");
        var latents = graph.Input("latent_sample", ElementType.Float32, "batch", Channels, "height", "width");
        List<Expression> bytes = [graph.Node("Less", latents, graph.Scalar(0)).Cast(ElementType.Float32)];
        var rest = latents.Abs() / Largest;
        for (var digit = 0; digit < Digits; digit++)
        {
            var scaled = rest * 256f;
            bytes.Add(scaled.Floor());
            rest = scaled - scaled.Floor();
        }
        while (bytes.Count * Channels < 3 * Factor * Factor)
            bytes.Add(latents * 0f);
        var pixels = graph.Node("DepthToSpace", [("blocksize", (long)Factor)], graph.Concat(1, [.. bytes])) / 127.5f - 1f;
        graph.Output(pixels, "sample", ElementType.Float32, "batch", 3, "picture_height", "picture_width");
        return graph.ToModel();
    }

    /// <summary>channels × height × width.</summary>
    public static float[] Read(PixelImage image)
    {
        var (height, width) = (image.Height / Factor, image.Width / Factor);
        var latents = new float[Channels * height * width];
        for (var i = 0; i < latents.Length; i++)
        {
            var (channel, y, x) = (i / (height * width), i / width % height, i % width);
            double magnitude = 0, weight = Largest;
            for (var digit = 1; digit <= Digits; digit++)
                magnitude += Byte(image, channel, y, x, digit) * (weight /= 256);
            latents[i] = (float)(Byte(image, channel, y, x, 0) == 1 ? -magnitude : magnitude);
        }
        return latents;
    }

    private static byte Byte(PixelImage image, int channel, int y, int x, int digit)
    {
        var at = digit * Channels + channel;
        return image.Row(Factor * y + at / 3 / Factor)[3 * (Factor * x + at / 3 % Factor) + at % 3];
    }
}
