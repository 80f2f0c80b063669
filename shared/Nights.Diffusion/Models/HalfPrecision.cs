using System.Numerics.Tensors;

namespace Nights.Diffusion.Models;

/// <summary>Whole tensors between float16, in which many graphs are exported, and float32, in which we compute.</summary>
internal static class HalfPrecision
{
    public static float[] ToSingle(ReadOnlySpan<Half> values)
    {
        var singles = new float[values.Length];
        TensorPrimitives.ConvertToSingle(values, singles);
        return singles;
    }

    public static Half[] FromSingle(ReadOnlySpan<float> values)
    {
        var halves = new Half[values.Length];
        TensorPrimitives.ConvertToHalf(values, halves);
        return halves;
    }
}
