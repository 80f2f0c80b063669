using System.Runtime.InteropServices;
using Nights.DreamSim;
using Nights.DreamSim.Backbones;
using Nights.DreamSim.Native;
using Nights.DreamSim.Training;
using static TorchSharp.torch;

namespace Nights.Local.Bench.Metric;

/// <summary>
/// Pictures a second of the metric at DINO ViT-B/16's full size with random weights: embedding, and training steps of low-rank updates as recipe "single" takes
/// them, each in the asked numbers; beside the network's matrix products alone in the same numbers. Then how far the device and the numbers move embeddings,
/// loss and adapters from float32 on the processor.
/// </summary>
internal sealed class MetricBench(TimeProvider clock)
{
    /// <param name="Device">auto, cpu or cuda.</param>
    /// <param name="Threads">Of libtorch; 0 is one for each core.</param>
    /// <param name="Precisions">In the order in which they are measured; the first is the one that the result states.</param>
    /// <param name="Triplets">Batches, in triplets of three pictures.</param>
    /// <param name="Rounds">Measured steps, after <see cref="WarmUp"/> others.</param>
    /// <param name="Depth">Blocks; ViT-B/16 has 12.</param>
    public sealed record Options(string Device, int Threads, IReadOnlyList<Precision> Precisions, IReadOnlyList<int> Triplets, int Rounds, int Depth);

    public const int WarmUp = 3;

    public static TrainingConfig Config(int depth) => Recipes.Single with
    {
        Name = "bench",
        Start = null,
        Model = new ModelOptions { Backbones = [new BackboneOptions { Patch = 16, Width = 768, Depth = depth, Heads = 12 }] },
        Lora = Recipes.Single.Lora with { Dropout = 0 },
    };

    public BenchResult Run(Options options, Action<string> tell, CancellationToken cancel)
    {
        var config = Config(options.Depth);
        var compute = new ComputeOptions { Device = options.Device, Threads = options.Threads };
        var device = compute.Open();
        tell($"Deviation from float32 on the processor, {Deviations.Triplets} triplets, {Deviations.Steps} steps");
        var deviations = Deviations.Of(config, compute, options.Precisions, tell);

        var rows = new List<Row>();
        foreach (var precision in options.Precisions)
            foreach (var triplets in options.Triplets)
            {
                cancel.ThrowIfCancellationRequested();
                rows.Add(Measured(config, compute with { Precision = precision }, triplets, options.Rounds));
                tell(rows[^1].ToString());
            }

        var best = rows.Where(row => row.Precision == options.Precisions[0] && row.Fault is null).MaxBy(row => row.TrainingPicturesASecond)
            ?? throw new InvalidOperationException($"No batch ran: {rows[0].Fault}");
        return new BenchResult(
            "metric", best.TrainingPicturesASecond, "pictures a second, training", best.ProductsPicturesASecond, "the network's matrix products alone",
            best.TrainingPicturesASecond / best.ProductsPicturesASecond, new Dictionary<string, object>
            {
                ["device"] = device.ToString(),
                ["torchSharp"] = typeof(Tensor).Assembly.GetName().Version!.ToString(),
                ["depth"] = options.Depth,
                ["rows"] = rows,
                ["deviations"] = deviations,
            });
    }

    private Row Measured(TrainingConfig config, ComputeOptions compute, int triplets, int rounds)
    {
        try
        {
            using var bench = new MetricRun(config, compute, triplets);
            var embedding = Median(bench.Embed, rounds);
            var training = Median(bench.Train, rounds);
            var products = MatrixProducts.Seconds(bench.Options, compute, 3 * triplets, rounds, clock);
            return new Row(compute.Precision, triplets, 3 * triplets / embedding, 3 * triplets / training, 3 * triplets / products, null);
        }
        catch (ExternalException full) when (full.Message.Contains("out of memory", StringComparison.OrdinalIgnoreCase))
        {
            return new Row(compute.Precision, triplets, 0, 0, 0, "out of memory");
        }
    }

    private double Median(Action step, int rounds)
    {
        for (var i = 0; i < WarmUp; i++) step();
        return Enumerable.Range(0, rounds).Select(_ =>
        {
            var started = clock.GetTimestamp();
            step();
            return clock.GetElapsedTime(started).TotalSeconds;
        }).Order().ElementAt(rounds / 2);
    }

    /// <param name="Precision">Numbers of the backbones.</param>
    /// <param name="Triplets">In a batch.</param>
    /// <param name="EmbeddingPicturesASecond">Without gradients.</param>
    /// <param name="TrainingPicturesASecond">Forward, backward and update.</param>
    /// <param name="ProductsPicturesASecond">A training step's large matrix products alone.</param>
    /// <param name="Fault">Why there are no figures.</param>
    private sealed record Row(Precision Precision, int Triplets, double EmbeddingPicturesASecond, double TrainingPicturesASecond, double ProductsPicturesASecond, string? Fault)
    {
        public override string ToString() => Fault is not null
            ? $"{Precision}, {Triplets} triplets: {Fault}"
            : $"{Precision}, {Triplets} triplets: embedding {EmbeddingPicturesASecond:F0}, training {TrainingPicturesASecond:F0}, products alone {ProductsPicturesASecond:F0} pictures/s";
    }
}
