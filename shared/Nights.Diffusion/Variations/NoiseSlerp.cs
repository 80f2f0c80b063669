namespace Nights.Diffusion.Variations;

/// <summary>
/// Initial noise turned towards another seed's: n = cos θ·n₁ + sin θ·n₂, θ = level · 90°. Two independent standard normal tensors are all but orthogonal,
/// so every point of the arc has unit variance, and the step from n₁ is 2·sin(θ/2) of its length: even in level.
/// </summary>
public static class NoiseSlerp
{
    /// <summary>Elementwise; level 0 gives the own noise and level 1 the other, bit for bit.</summary>
    /// <param name="own">N(0, 1) numbers of the reference.</param>
    /// <param name="other">As many of the other seed.</param>
    /// <param name="level">In [0, 1].</param>
    /// <param name="result">As many; may be either input.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The level is outside [0, 1].</exception>
    public static void Turn(ReadOnlySpan<float> own, ReadOnlySpan<float> other, double level, Span<float> result)
    {
        Level.Require(level);
        Length.Require(own, other, result);
        var (sine, cosine) = level switch { 0 => (0f, 1f), 1 => (1f, 0f), _ => ((float)Math.Sin(level * Math.PI / 2), (float)Math.Cos(level * Math.PI / 2)) };
        for (var i = 0; i < own.Length; i++)
            result[i] = cosine * own[i] + sine * other[i];
    }
}
