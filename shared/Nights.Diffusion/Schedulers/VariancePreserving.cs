namespace Nights.Diffusion.Schedulers;

/// <summary>Where signal and noise keep unit variance together, as DDPM and its descendants are trained.</summary>
internal static class VariancePreserving
{
    /// <summary>noised = √ᾱ·clean + √(1-ᾱ)·noise.</summary>
    public static void AddNoise(double alpha, ReadOnlySpan<float> clean, ReadOnlySpan<float> noise, Span<float> noised) =>
        Blend.Into(noised, Math.Sqrt(alpha), clean, Math.Sqrt(1 - alpha), noise);

    /// <summary>Signal and spread at a noise level σ, the ratio of the two.</summary>
    public static (double Signal, double Spread) Of(double sigma)
    {
        var signal = 1 / Math.Sqrt(sigma * sigma + 1);
        return (signal, sigma * signal);
    }

    /// <summary>Half the logarithm of signal to noise, λ; infinite without noise.</summary>
    public static double Lambda(double sigma) => -Math.Log(sigma);
}
