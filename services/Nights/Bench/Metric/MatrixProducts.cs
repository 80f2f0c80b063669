using Nights.DreamSim;
using Nights.DreamSim.Native;
using static TorchSharp.torch;

namespace Nights.Local.Bench.Metric;

/// <summary>
/// The limit of a training step: only the large matrix products of the blocks, forward and for the gradient of their inputs, which frozen weights leave; nothing
/// between them, no attention, no update.
/// </summary>
internal static class MatrixProducts
{
    /// <returns>Median seconds for a batch of so many pictures.</returns>
    public static double Seconds(ModelOptions options, ComputeOptions compute, int pictures, int rounds, TimeProvider clock)
    {
        var device = compute.Open();
        var type = compute.Precision == Precision.BFloat16 ? ScalarType.BFloat16 : ScalarType.Float32;
        var backbone = options.Backbones[0];
        var (width, side) = (backbone.Width, options.InputSize / backbone.Step);
        var rows = pictures * (1 + side * side);
        using var scope = NewDisposeScope();
        using var gradients = no_grad();
        (Tensor In, Tensor Weight, Tensor Out)[] layers = [Layer(width, 3 * width), Layer(width, width), Layer(width, 4 * width), Layer(4 * width, width)];

        Pass();
        return Enumerable.Range(0, rounds).Select(_ =>
        {
            var started = clock.GetTimestamp();
            Pass();
            return clock.GetElapsedTime(started).TotalSeconds;
        }).Order().ElementAt(rounds / 2);

        (Tensor, Tensor, Tensor) Layer(int from, int to) => (Random(rows, from), Random(to, from), Random(rows, to));

        Tensor Random(int height, int length) => (rand(height, length, device: device) - 0.5f).to(type);

        void Pass()
        {
            using var inner = NewDisposeScope();
            // The last block computes the class token only.
            for (var block = 0; block < backbone.Depth - 1; block++)
                foreach (var (input, weight, output) in layers)
                {
                    using var perLayer = NewDisposeScope();
                    input.mm(weight.t());
                    output.mm(weight);
                }

            _ = layers[0].In[0, 0].to(ScalarType.Float32).item<float>();      // waits for the device
        }
    }
}
