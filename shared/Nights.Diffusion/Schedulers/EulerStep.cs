namespace Nights.Diffusion.Schedulers;

/// <summary>
/// Euler's step on the probability-flow equation in σ. The latents are clean + σ·noise, and the network was trained on them divided by √(σ²+1).
/// </summary>
internal static class EulerStep
{
    public static void ScaleInput(double sigma, ReadOnlySpan<float> latents, Span<float> input)
    {
        latents.CopyTo(input);
        Blend.Scale(input, 1 / Math.Sqrt(sigma * sigma + 1));
    }

    /// <summary>Moves the latents along their noise, from one level to another.</summary>
    public static void Move(PredictionType type, double sigma, double to, ReadOnlySpan<float> prediction, Span<float> latents)
    {
        var (signal, spread) = VariancePreserving.Of(sigma);
        var weights = PredictionWeights.For(type, signal, spread);
        var move = to - sigma;
        Blend.Into(latents, 1 + weights.NoiseOfX * signal * move, latents, weights.NoiseOfOutput * move, prediction);
    }
}
