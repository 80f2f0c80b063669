namespace Nights.Diffusion.Variations;

/// <summary>The encoded prompt moved towards another's: e = (1 − level)·e₁ + level·e₂.</summary>
public static class PromptBlend
{
    /// <summary>Elementwise; level 0 gives the own encoding and level 1 the other, bit for bit.</summary>
    /// <param name="own">Encoding of the reference's prompt, tokens × width.</param>
    /// <param name="other">Encoding of the other prompt, of the same shape.</param>
    /// <param name="level">In [0, 1].</param>
    /// <param name="result">Of the same shape; may be either input.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The level is outside [0, 1].</exception>
    public static void Mix(ReadOnlySpan<float> own, ReadOnlySpan<float> other, double level, Span<float> result)
    {
        Level.Require(level);
        Length.Require(own, other, result);
        var (stays, comes) = ((float)(1 - level), (float)level);
        for (var i = 0; i < own.Length; i++)
            result[i] = stays * own[i] + comes * other[i];
    }
}
