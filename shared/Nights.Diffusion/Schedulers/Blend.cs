using System.Numerics.Tensors;

namespace Nights.Diffusion.Schedulers;

/// <summary>
/// The arithmetic of every step: weighted sums of equally long rows, vectorised. Multiplication and addition round apart, so an element's
/// result does not depend on where in the tensor it stands. Weights are reckoned in double and rounded once.
/// </summary>
internal static class Blend
{
    /// <summary>to = a·x + b·y. <paramref name="to"/> may be <paramref name="x"/>, not <paramref name="y"/>.</summary>
    public static void Into(Span<float> to, double a, ReadOnlySpan<float> x, double b, ReadOnlySpan<float> y)
    {
        TensorPrimitives.Multiply(x, (float)a, to);
        Add(to, b, y);
    }

    /// <summary>to += a·x.</summary>
    public static void Add(Span<float> to, double a, ReadOnlySpan<float> x) => TensorPrimitives.MultiplyAdd(x, (float)a, to, to);

    /// <summary>to = a·to.</summary>
    public static void Scale(Span<float> to, double a) => TensorPrimitives.Multiply(to, (float)a, to);
}
