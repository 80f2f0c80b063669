using Nights.Onnx;

namespace Nights.Diffusion.Structural;

/// <summary>
/// A denoiser of Stable Diffusion's structure and operators with random weights: what it predicts is noise of deviation near 1, and means nothing. Three
/// resolutions of c, 2c and 4c channels, a residual block each way at every one, attention at the lower two, skips from down to up.
/// </summary>
internal static class StructuralUnet
{
    private const double OutputGain = 1.7;  // makes up for what the last SiLU takes away

    /// <summary>The signature of optimum 1.24: float scalar timestep.</summary>
    public static GraphBuilder Build(StructuralSize size)
    {
        var graph = new GraphBuilder("unet");
        var latents = graph.Input("sample", ElementType.Float32, "batch_size", 4, "height", "width");
        var timestep = graph.Input("timestep", ElementType.Float32);
        var context = graph.Input("encoder_hidden_states", ElementType.Float32, "batch_size", "sequence_length", size.TextWidth);
        var layers = new Layers(graph, size.Seed);
        var (high, middle, low, timeWidth) = (size.Channels, 2 * size.Channels, 4 * size.Channels, 4 * size.Channels);
        var time = Time(layers, timestep, high, timeWidth);

        var image = layers.Convolve(latents, 4, high);
        var first = Block(image, high, high, attends: false);
        image = layers.Convolve(first, high, high, stride: 2);
        var second = Block(image, high, middle, attends: true);
        image = layers.Convolve(second, middle, middle, stride: 2);
        var third = Block(image, middle, low, attends: true);

        image = Block(Block(third, low, low, attends: true), low, low, attends: false);

        image = Block(graph.Concat(1, image, third), 2 * low, low, attends: true);
        image = layers.Enlarge(image, low, middle);
        image = Block(graph.Concat(1, image, second), 2 * middle, middle, attends: true);
        image = layers.Enlarge(image, middle, high);
        image = Block(graph.Concat(1, image, first), 2 * high, high, attends: false);

        image = layers.Convolve(Layers.Silu(layers.GroupNorm(image, high)), high, 4, gain: OutputGain);
        graph.Output(image, "out_sample", ElementType.Float32, "batch_size", 4, "height", "width");
        return graph;

        Expression Block(Expression from, int channels, int to, bool attends)
        {
            var block = layers.Residual(from, time, channels, to, timeWidth);
            return attends ? layers.Transformer(block, context, to, size.TextWidth) : block;
        }
    }

    /// <summary>Sinusoids of the timestep at falling frequencies, through two layers: 1 × width.</summary>
    private static Expression Time(Layers layers, Expression timestep, int from, int width)
    {
        var graph = timestep.Graph;
        var half = from / 2;
        var angles = timestep.Reshape(1, 1) * graph.Tensor([.. Enumerable.Range(0, half).Select(i => (float)Math.Exp(-Math.Log(10000) * i / half))], 1, half);
        var waves = graph.Concat(1, graph.Node("Cos", angles), angles.Sin());
        return layers.Linear(Layers.Silu(layers.Linear(waves, from, width)), width, width);
    }
}
