namespace Nights.Diffusion.Models;

/// <summary>
/// Pixels to latents, for image-to-image. Exports since optimum 1.23 give mean and log variance; older ones sample inside the graph from a seed
/// nobody knows, so what they start is never painted twice alike.
/// </summary>
public sealed class VaeEncoder : IDisposable
{
    private readonly OnnxGraph graph;
    private readonly Port pixels;
    private readonly Port latents;
    private readonly double scale;
    private readonly int channels;
    private readonly int factor;

    internal VaeEncoder(OnnxGraph graph, ModelJson config, int channels, int factor, bool isXl)
    {
        (this.graph, this.channels, this.factor, scale) = (graph, channels, factor, VaeConfig.Scale(config, isXl));
        pixels = Signature.Input(graph, "sample", [4], Signature.Floats);
        latents = graph.Outputs.FirstOrDefault(port => port.Name == "latent_parameters") ?? Signature.Output(graph, "latent_sample", 4);
        Signature.NothingElse(graph, pixels);
    }

    /// <summary>False where the graph draws noise of its own.</summary>
    public bool IsReproducible => latents.Name == "latent_parameters";

    /// <summary>The latents of one picture, as the denoiser works on them.</summary>
    /// <param name="planes">3 × height × width in [-1, 1].</param>
    /// <param name="height">Pixels.</param>
    /// <param name="width">Pixels.</param>
    /// <param name="noise">Fills with N(0, 1): what the posterior is sampled with; not asked where the graph samples itself.</param>
    /// <param name="cancel">Ends the run under way.</param>
    internal float[] Encode(ReadOnlySpan<float> planes, int height, int width, Noise.INoiseSource noise, CancellationToken cancel)
    {
        using var feed = new Feed(pixels, 1, 3, height, width).With(planes);
        using var results = graph.Run([feed], [latents], cancel);
        var given = results[0];
        var shape = results.Shape(0);
        long[] expected = [1, IsReproducible ? 2 * channels : channels, height / factor, width / factor];
        if (!shape.SequenceEqual(expected))
            throw new ModelFolderException($"vae_encoder: the output {latents} came as [{string.Join(',', shape)}]; [{string.Join(',', expected)}] was expected.");
        var sample = new float[given.Length / (IsReproducible ? 2 : 1)];
        if (!IsReproducible)
        {
            for (var i = 0; i < sample.Length; i++)
                sample[i] = (float)scale * given[i];
            return sample;
        }
        noise.Fill(sample);
        var logVariance = given[sample.Length..];
        for (var i = 0; i < sample.Length; i++)
            sample[i] = (float)scale * (given[i] + MathF.Exp(0.5f * Math.Clamp(logVariance[i], -30, 20)) * sample[i]);
        return sample;
    }

    public void Dispose() => graph.Dispose();
}
