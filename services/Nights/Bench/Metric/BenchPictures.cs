using Nights.DreamSim.Training;
using static TorchSharp.torch;

namespace Nights.Local.Bench.Metric;

/// <summary>The same pictures on every device: coarse random squares, so that neighbouring pixels are alike.</summary>
internal static class BenchPictures
{
    private const int Squares = 14;

    /// <param name="pictures">How many.</param>
    /// <param name="size">Edge in pixels.</param>
    /// <param name="device">Where they go.</param>
    /// <param name="draw">Another number, other pictures.</param>
    /// <returns>(pictures, 3, size, size) in [0, 1]; owned by the caller.</returns>
    public static Tensor Of(int pictures, int size, Device device, int draw = 0)
    {
        using var scope = NewDisposeScope();
        var random = new SeededRandom(1, "bench pictures", draw);
        var coarse = tensor(Enumerable.Range(0, pictures * 3 * Squares * Squares).Select(_ => (float)random.NextDouble()).ToArray(), [pictures, 3, Squares, Squares]);
        return nn.functional.interpolate(coarse.to(device), [size, size], mode: InterpolationMode.Nearest).MoveToOuterDisposeScope();
    }

    /// <summary>A batch of triplets, each of three pictures of its own; owned by the caller.</summary>
    public static GroupBatch Triplets(int triplets, int size, Device device, int draw = 0)
    {
        using var scope = NewDisposeScope();
        var first = arange(triplets, device: device) * 3;
        var share = tensor(Enumerable.Range(0, triplets).Select(i => i % 2 == 0 ? 0f : 1f).ToArray(), device: device);
        return new GroupBatch(
            Of(3 * triplets, size, device, draw).MoveToOuterDisposeScope(), first.MoveToOuterDisposeScope(), (first + 1).MoveToOuterDisposeScope(),
            (first + 2).MoveToOuterDisposeScope(), share.MoveToOuterDisposeScope());
    }
}
