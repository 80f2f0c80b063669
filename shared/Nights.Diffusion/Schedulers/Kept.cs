namespace Nights.Diffusion.Schedulers;

/// <summary>Memory a scheduler keeps from step to step, taken once the length of the latents is known.</summary>
internal sealed class Kept
{
    private float[] values = [];

    /// <summary>The memory, of this length; what it held stays as long as the length does.</summary>
    public Span<float> Of(int length)
    {
        if (values.Length != length)
            values = new float[length];
        return values;
    }

    /// <summary>What was last put in.</summary>
    public ReadOnlySpan<float> Values => values;
}
