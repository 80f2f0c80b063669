using Nights.Diffusion.Noise;
using Nights.Diffusion.Variations;
using Nights.Domain.Perturbations;

namespace Nights.Diffusion.Pipelines;

/// <summary>
/// The noise of a variation: the first draw, which the picture starts from, is its reference's changed by the operators on noise; later draws are its
/// reference's own, so that samplers which draw while stepping keep what the start shares.
/// </summary>
internal sealed class PerturbedNoise(INoiseSource reference, IReadOnlyList<Perturbation> perturbations, LatentShape shape, Func<long, INoiseSource> stream) : INoiseSource
{
    private bool started;

    public static bool Applies(PerturbationOperator operation) =>
        operation is PerturbationOperator.NoiseSlerp or PerturbationOperator.LowBandSwap or PerturbationOperator.HighBandSwap;

    /// <inheritdoc/>
    public void Fill(Span<float> values)
    {
        reference.Fill(values);
        if (started)
            return;
        started = true;
        foreach (var perturbation in perturbations.Where(perturbation => Applies(perturbation.Operator)))
        {
            var other = new float[values.Length];
            stream(perturbation.Seed).Fill(other);
            var own = values.ToArray();
            switch (perturbation.Operator)
            {
                case PerturbationOperator.NoiseSlerp: NoiseSlerp.Turn(own, other, perturbation.Level, values); break;
                case PerturbationOperator.LowBandSwap: BandSwap.Low(own, other, shape.Height, shape.Width, perturbation.Level, values); break;
                default: BandSwap.High(own, other, shape.Height, shape.Width, perturbation.Level, values); break;
            }
        }
    }
}
