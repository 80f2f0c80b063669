using Nights.Diffusion.Procedural;
using Nights.Onnx;

namespace Nights.Tests.Diffusion.Fixtures;

/// <summary>The demo model's decoder and encoder of pictures behind the ports of a dialect.</summary>
internal static class FixtureVae
{
    public static GraphBuilder Decoder(ExportDialect dialect)
    {
        var graph = new GraphBuilder("vae_decoder", dialect.Opset);
        var latents = graph.Input("latent_sample", dialect.VaeFloat, "batch", dialect.ChannelsVary ? "channels" : 4, "height", "width").Cast(ElementType.Float32);
        var pixels = dialect.SpoilPixels(VaeDecoderGraph.Decode(latents, dialect.Scale));
        graph.Output(pixels.Cast(dialect.VaeFloat), "sample", dialect.VaeFloat, "batch", dialect.ChannelsVary ? "colours" : 3, "picture_height", "picture_width");
        return graph;
    }

    public static GraphBuilder Encoder(ExportDialect dialect)
    {
        var graph = new GraphBuilder("vae_encoder", dialect.Opset);
        var pixels = graph.Input("sample", dialect.VaeFloat, "batch", 3, "picture_height", "picture_width").Cast(ElementType.Float32);
        var mean = VaeEncoderGraph.Encode(pixels, dialect.Scale);
        if (dialect.SamplesInGraph)
        {
            var drawn = mean + MathF.Exp(VaeEncoderGraph.LogVarianceOfCertainty / 2) * graph.Node("RandomNormalLike", mean);
            graph.Output(drawn.Cast(dialect.VaeFloat), "latent_sample", dialect.VaeFloat, "batch", 4, "height", "width");
        }
        else
        {
            var parameters = graph.Concat(1, mean, mean * 0f + VaeEncoderGraph.LogVarianceOfCertainty);
            graph.Output(parameters.Cast(dialect.VaeFloat), "latent_parameters", dialect.VaeFloat, "batch", 8, "height", "width");
        }
        return graph;
    }
}
