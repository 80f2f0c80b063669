using Nights.Onnx;

namespace Nights.Diffusion.Procedural;

/// <summary>Colours and curves built from exactly rounded operations.</summary>
internal static class Paint
{
    /// <summary>Hue (any real, period 1), saturation and value in [0, 1] to red, green, blue in [-1, 1], shape rows × 3 × 1 × 1.</summary>
    public static Expression Rgb(Expression hue, Expression saturation, Expression value)
    {
        var turned = hue + hue.Graph.Tensor([0, 2 / 3f, 1 / 3f], 1, 3, 1, 1);
        var pure = (((turned - turned.Floor()) * 6f - 3f).Abs() - 1f).Clip(0, 1);
        return value * (1f - saturation + saturation * pure) * 2f - 1f;
    }

    public static Expression Mix(Expression from, Expression to, Expression share) => from + share * (to - from);

    /// <summary>Sine of an angle in [-π, π] to 1e-3, as a polynomial.</summary>
    public static Expression Sine(Expression angle)
    {
        var square = angle * angle;
        return angle * (1f - square * (1 / 6f) * (1f - square * (1 / 20f) * (1f - square * (1 / 42f) * (1f - square * (1 / 72f) * (1f - square * (1 / 110f))))));
    }

    /// <summary>Cosine of an angle in [-π, π] to 1e-3, as a polynomial.</summary>
    public static Expression Cosine(Expression angle)
    {
        var square = angle * angle;
        return 1f - square * (1 / 2f) * (1f - square * (1 / 12f) * (1f - square * (1 / 30f) * (1f - square * (1 / 56f) * (1f - square * (1 / 90f)))));
    }
}
