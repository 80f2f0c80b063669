namespace Nights.Diffusion.Schedulers;

/// <summary>Turns the network's output into what a solver integrates.</summary>
internal static class SolverOutput
{
    /// <param name="type">What the output means.</param>
    /// <param name="sigma">Noise level of the latents, which have unit variance.</param>
    /// <param name="toClean">Whether the clean latents are wanted, or their noise.</param>
    /// <param name="limit">Done to the clean latents.</param>
    /// <param name="latents">What the network was shown.</param>
    /// <param name="output">What it answered.</param>
    /// <param name="converted">Written to.</param>
    public static void Convert(
        PredictionType type, double sigma, bool toClean, CleanLimit limit, ReadOnlySpan<float> latents, ReadOnlySpan<float> output, Span<float> converted)
    {
        var (signal, spread) = VariancePreserving.Of(sigma);
        var weights = PredictionWeights.For(type, signal, spread);
        if (!toClean && limit.IsNone)
        {
            Blend.Into(converted, weights.NoiseOfX, latents, weights.NoiseOfOutput, output);
            return;
        }
        Blend.Into(converted, weights.CleanOfX, latents, weights.CleanOfOutput, output);
        limit.Apply(converted);
        if (!toClean)
        {
            Blend.Scale(converted, -signal / spread);
            Blend.Add(converted, 1 / spread, latents);
        }
    }
}
