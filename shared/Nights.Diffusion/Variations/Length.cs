namespace Nights.Diffusion.Variations;

/// <summary>The condition under which two tensors can be blended element by element.</summary>
internal static class Length
{
    public static void Require(ReadOnlySpan<float> own, ReadOnlySpan<float> other, ReadOnlySpan<float> result)
    {
        if (own.Length != other.Length || own.Length != result.Length)
            throw new ArgumentException(
                $"Own numbers, the other's and the result must be as many; these are {own.Length}, {other.Length} and {result.Length}.");
    }
}
