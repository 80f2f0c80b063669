namespace Nights.Diffusion.Schedulers;

/// <summary>Noising where signal and noise keep unit variance together, as DDPM and its descendants are trained.</summary>
internal static class VariancePreserving
{
    /// <summary>noised = √ᾱ·clean + √(1-ᾱ)·noise.</summary>
    public static void AddNoise(double alpha, ReadOnlySpan<float> clean, ReadOnlySpan<float> noise, Span<float> noised)
    {
        var (signal, spread) = ((float)Math.Sqrt(alpha), (float)Math.Sqrt(1 - alpha));
        for (var i = 0; i < noised.Length; i++)
            noised[i] = signal * clean[i] + spread * noise[i];
    }
}
