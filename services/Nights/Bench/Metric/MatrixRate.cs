using Nights.DreamSim.Native;
using static TorchSharp.torch;

namespace Nights.Local.Bench.Metric;

/// <summary>
/// The machine's rate of matrix multiplication: the best of some sizes of square matrices, through the same library, device, threads and numbers, each kept up
/// for as long as what it is compared with takes. A single product would show the processor's best moments, which no longer work has.
/// </summary>
internal static class MatrixRate
{
    private static readonly long[] Sides = [1024, 2048, 3072];

    /// <param name="compute">Device, threads and numbers.</param>
    /// <param name="span">For how long products of each size are repeated; at least one is made.</param>
    /// <param name="clock">Measures.</param>
    /// <returns>Operations a second; a multiplication and an addition count as two.</returns>
    public static double Measure(ComputeOptions compute, TimeSpan span, TimeProvider clock)
    {
        var device = compute.Open();
        using var scope = NewDisposeScope();
        using var gradients = no_grad();
        return Sides.Max(side =>
        {
            using var inner = NewDisposeScope();
            var type = compute.Precision == Precision.BFloat16 ? ScalarType.BFloat16 : ScalarType.Float32;
            var (a, b) = (rand(side, side, device: device).to(type), rand(side, side, device: device).to(type));
            Product();
            var (started, products) = (clock.GetTimestamp(), 0);
            do
            {
                Product();
                products++;
            }
            while (clock.GetElapsedTime(started) < span);
            return products * 2.0 * side * side * side / clock.GetElapsedTime(started).TotalSeconds;

            void Product()
            {
                using var product = a.mm(b);
                _ = product[0, 0].to(ScalarType.Float32).item<float>();      // waits for the device
            }
        });
    }
}
