namespace Nights.Diffusion.Schedulers;

/// <summary>
/// Turns the network's output into clean latents and noise. For x = signal·clean + spread·noise every prediction type makes both a weighted
/// sum of x and the output.
/// </summary>
internal readonly record struct PredictionWeights(double CleanOfX, double CleanOfOutput, double NoiseOfX, double NoiseOfOutput)
{
    public static PredictionWeights For(PredictionType type, double signal, double spread) => type switch
    {
        PredictionType.Epsilon => new(1 / signal, -spread / signal, 0, 1),
        PredictionType.Velocity => new(signal, -spread, spread, signal),
        PredictionType.Sample => new(0, 1, 1 / spread, -signal / spread),
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "No such prediction type."),
    };

    /// <summary>Weights where x has unit variance and ᾱ is its signal's.</summary>
    public static PredictionWeights ForAlpha(PredictionType type, double alpha) => For(type, Math.Sqrt(alpha), Math.Sqrt(1 - alpha));
}
