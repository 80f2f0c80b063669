using Nights.Diffusion.Onnx;

namespace Nights.Diffusion.Procedural;

/// <summary>
/// The seed's sixteen decisions, inside the denoiser. The diagonal Haar band of the latents is pure noise at every timestep, because every rendered
/// scene has it projected out; its sums over the four quadrants of the four channels are sixteen independent normal numbers that stay the
/// same along the whole trajectory. So a picture is a function of prompt and seed, and no state is needed.
/// </summary>
internal sealed class SeedReading
{
    private const int Decisions = 16;
    private readonly Expression uniforms;

    /// <param name="latents">rows × 4 × height × width; height and width multiples of 4.</param>
    /// <param name="spread">Share of noise in the latents.</param>
    public SeedReading(Expression latents, Expression spread)
    {
        var graph = latents.Graph;
        var band = HaarBand.Of(latents) / spread;
        var shape = graph.Node("Shape", band);
        var halfHeight = graph.Node("Div", shape.Slice(0, 2, 3), graph.Integers(2));
        var halfWidth = graph.Node("Div", shape.Slice(0, 3, 4), graph.Integers(2));
        var quadrants = graph.Node("Reshape", band, graph.Concat(0, shape.Slice(0, 0, 2), graph.Integers(2), halfHeight, graph.Integers(2), halfWidth));
        quadrants = graph.Node("Transpose", [("perm", new long[] { 0, 1, 2, 4, 3, 5 })], quadrants);
        quadrants = graph.Node("Reshape", quadrants, graph.Concat(0, shape.Slice(0, 0, 1), graph.Integers(Decisions), halfHeight, halfWidth));
        var count = graph.Node("Mul", halfHeight, halfWidth).Cast(ElementType.Float32);
        uniforms = Uniform(graph.Node("GlobalAveragePool", quadrants) * count.Sqrt());
    }

    /// <summary>Decision k as a number in [-1/2, 1/2], near uniform.</summary>
    public Expression this[int decision] => uniforms.Slice(1, decision, decision + 1) - 0.5f;

    /// <summary>
    /// The normal distribution function to 1%, from a rational approximation of tanh: only exactly rounded operations touch numbers of which there is
    /// one a row, so that vector width and batch cannot show in a picture.
    /// </summary>
    private static Expression Uniform(Expression normal)
    {
        var g = (normal * (0.79788456f + 0.035677408f * normal * normal)).Clip(-3, 3);
        var tanh = g * (27f + g * g) / (27f + 9f * g * g);
        return 0.5f + 0.5f * tanh;
    }
}
