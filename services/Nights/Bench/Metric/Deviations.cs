using Nights.DreamSim.Native;
using Nights.DreamSim.Training;
using static TorchSharp.torch;

namespace Nights.Local.Bench.Metric;

/// <summary>What a device and its numbers change: the same pictures and weights, against float32 on the processor.</summary>
internal static class Deviations
{
    public const int Triplets = 2;
    public const int Steps = 3;

    /// <param name="Precision">Numbers of the backbones on the device.</param>
    /// <param name="Embedding">Length of the embeddings' difference over their length.</param>
    /// <param name="LargestEmbedding">Largest difference of one number, over the largest number.</param>
    /// <param name="Losses">Loss of each step, before its update.</param>
    /// <param name="ReferenceLosses">The same on the processor.</param>
    /// <param name="Gradient">Adapters' gradient of the first step: length of the difference over its length.</param>
    /// <param name="Update">What the adapters moved by in all steps, likewise. Adam moves a number by its gradient's sign at first, so tiny gradients count fully.</param>
    public sealed record Deviation(
        Precision Precision, double Embedding, double LargestEmbedding, IReadOnlyList<double> Losses, IReadOnlyList<double> ReferenceLosses, double Gradient, double Update);

    public static IReadOnlyList<Deviation> Of(TrainingConfig config, ComputeOptions compute, IReadOnlyList<Precision> precisions, Action<string> tell)
    {
        using var scope = NewDisposeScope();
        // With a margin that no triplet meets, each has a gradient.
        config = config with { Margin = 1 };
        var reference = Taken(config, compute with { Device = "cpu", Precision = Precision.Float32 });
        return [.. precisions.Select(precision =>
        {
            var taken = Taken(config, compute with { Precision = precision });
            var deviation = new Deviation(
                precision, Relative(taken.Embeddings, reference.Embeddings),
                ((taken.Embeddings - reference.Embeddings).abs().max() / reference.Embeddings.abs().max()).item<float>(),
                taken.Losses, reference.Losses,
                Relative(taken.Gradient, reference.Gradient), Relative(taken.Update, reference.Update));
            tell($"{precision}: embeddings {deviation.Embedding:E1}, gradient {deviation.Gradient:E1}, update of {Steps} steps {deviation.Update:E1}, loss {taken.Losses[^1]:F6} for {reference.Losses[^1]:F6}");
            return deviation;
        })];
    }

    private static (Tensor Embeddings, Tensor Gradient, Tensor Update, double[] Losses) Taken(TrainingConfig config, ComputeOptions compute)
    {
        using var run = new MetricRun(config, compute, Triplets);
        var (embeddings, start) = (run.Embeddings(), run.Adapters());
        var losses = new double[Steps];
        losses[0] = run.Step();
        var gradient = run.Moments();
        for (var step = 1; step < Steps; step++) losses[step] = run.Step();
        return (embeddings, gradient, run.Adapters() - start, losses);
    }

    private static double Relative(Tensor difference, Tensor reference) =>
        ((difference - reference).norm() / reference.norm()).to(ScalarType.Float64).item<double>();
}
