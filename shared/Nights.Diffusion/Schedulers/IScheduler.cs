using Nights.Diffusion.Noise;

namespace Nights.Diffusion.Schedulers;

/// <summary>
/// Leads latents of any shape from noise to picture over one run. It holds that run's state: one instance a run, steps in order from
/// <see cref="Begin"/>. Everything is float32 and row by row, so a row's result does not depend on its batch. Steps are addressed by index,
/// because a schedule may name a timestep twice. After the first few steps no memory that grows with the latents is taken.
/// </summary>
public interface IScheduler
{
    /// <summary>The timestep of every model call, in order; fractional where the schedule interpolates. PNDM makes more calls than steps.</summary>
    IReadOnlyList<float> Timesteps { get; }

    /// <summary>Index into <see cref="Timesteps"/> of the run's first call: 0, or later when image-to-image runs only the end of the schedule.</summary>
    int Begin { get; }

    /// <summary>The noise level before every call and after the last; empty for classes that reckon in timesteps.</summary>
    IReadOnlyList<float> Sigmas => [];

    /// <summary>Standard deviation of the latents a run from pure noise begins with.</summary>
    float InitialNoiseSigma { get; }

    /// <summary>True when fresh noise is added on the way, so that the noise a run begins with does not decide the picture alone.</summary>
    bool IsStochastic => false;

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
