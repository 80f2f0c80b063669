using Nights.Diffusion.Noise;

namespace Nights.Diffusion.Schedulers;

/// <summary>
/// Leads latents of any shape from noise to picture over one run. It holds that run's state: one instance a run, steps in order.
/// Everything is float32 and elementwise, so a row's result does not depend on its batch. Steps are addressed by index, because a
/// schedule may name a timestep twice.
/// </summary>
public interface IScheduler
{
    /// <summary>The timestep of every model call, in order; fractional where the schedule interpolates. PNDM makes more calls than steps.</summary>
    IReadOnlyList<float> Timesteps { get; }

    /// <summary>Standard deviation of the latents a run from pure noise begins with.</summary>
    float InitialNoiseSigma { get; }

    /// <summary>What the model is shown in place of the latents.</summary>
    void ScaleInput(int step, ReadOnlySpan<float> latents, Span<float> input);

    /// <summary>Moves the latents by one model call.</summary>
    /// <param name="step">Index into <see cref="Timesteps"/>.</param>
    /// <param name="prediction">The model's output for the scaled input, guidance applied.</param>
    /// <param name="latents">Changed in place.</param>
    /// <param name="noise">Drawn from only by schedulers that add noise while stepping.</param>
    void Step(int step, ReadOnlySpan<float> prediction, Span<float> latents, INoiseSource noise);

    /// <summary>Noises clean latents to where the run stands before a step: the start of image-to-image.</summary>
    void AddNoise(int step, ReadOnlySpan<float> clean, ReadOnlySpan<float> noise, Span<float> noised);
}
