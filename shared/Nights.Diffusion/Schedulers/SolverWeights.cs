namespace Nights.Diffusion.Schedulers;

/// <summary>One step of a multistep solver: next = OfX·x + Σ OfOutputs[k]·output k calls ago + OfNoise·noise.</summary>
internal readonly record struct SolverWeights(double OfX, double[] OfOutputs, double OfNoise = 0)
{
    /// <summary>For a step that goes nowhere, which a schedule that ends at its last level has.</summary>
    public static readonly SolverWeights Stay = new(1, []);

    public void Apply(Span<float> x, History outputs, ReadOnlySpan<float> noise)
    {
        Blend.Scale(x, OfX);
        for (var ago = 0; ago < OfOutputs.Length; ago++)
            Blend.Add(x, OfOutputs[ago], outputs[ago]);
        if (OfNoise != 0)
            Blend.Add(x, OfNoise, noise);
    }
}
