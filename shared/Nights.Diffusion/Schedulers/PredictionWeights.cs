namespace Nights.Diffusion.Schedulers;

/// <summary>
/// Turns the network's output into clean latents and noise. For x = signal·clean + spread·noise every prediction type makes both a weighted
/// sum of x and the output.
/// </summary>
internal readonly record struct PredictionWeights(float CleanOfX, float CleanOfOutput, float NoiseOfX, float NoiseOfOutput)
{
    public static PredictionWeights For(PredictionType type, double signal, double spread)
    {
        var (cleanX, cleanOutput, noiseX, noiseOutput) = type switch
        {
            PredictionType.Epsilon => (1 / signal, -spread / signal, 0, 1),
            PredictionType.Velocity => (signal, -spread, spread, signal),
            PredictionType.Sample => (0, 1, 1 / spread, -signal / spread),
            _ => throw new ArgumentOutOfRangeException(nameof(type), type, "No such prediction type."),
        };
        return new PredictionWeights((float)cleanX, (float)cleanOutput, (float)noiseX, (float)noiseOutput);
    }

    public float Clean(float x, float output) => CleanOfX * x + CleanOfOutput * output;

    public float Noise(float x, float output) => NoiseOfX * x + NoiseOfOutput * output;
}
