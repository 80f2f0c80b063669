using Nights.DreamSim.Native;

namespace Nights.Local.Bench.Metric;

/// <summary>
/// A step of low-rank updates at DINO ViT-B/16's full size with random weights: as our training takes it, each picture embedded once and the batch in slices,
/// beside the same step the reference's way, four embeddings a triplet and the batch whole; both in this code, in turn, with the same optimiser. Beside them
/// the network's matrix products alone, and the machine's rate of matrix multiplication.
/// </summary>
internal sealed class TrainBench(TimeProvider clock)
{
    private const double WantedGain = 1.25, WantedGibibytes = 6;

    public sealed record Options(string Device, int Threads, IReadOnlyList<Precision> Precisions, int Triplets, int Together, int Rounds, int Depth);

    public BenchResult Run(Options options, Action<string> tell, CancellationToken cancel)
    {
        var config = MetricBench.Config(options.Depth);
        var compute = new ComputeOptions { Device = options.Device, Threads = options.Threads };
        var device = compute.Open();
        var rows = new List<Row>();
        foreach (var precision in options.Precisions)
        {
            rows.Add(Measured(compute with { Precision = precision }));
            tell(rows[^1].ToString());
        }

        var first = rows[0];
        return new BenchResult(
            "train", 3 * options.Triplets / first.Seconds, "pictures a second, training", 3 * options.Triplets / first.ReferenceSeconds, "the same step the reference's way", first.Gain,
            new Dictionary<string, object>
            {
                ["device"] = device.ToString(),
                ["threads"] = TorchSharp.torch.get_num_threads(),
                ["triplets"] = options.Triplets,
                ["tripletsEmbeddedAtOnce"] = options.Together,
                ["depth"] = options.Depth,
                ["wantedGain"] = WantedGain,
                ["wantedPeakGibibytes"] = WantedGibibytes,
                ["rows"] = rows,
            });

        Row Measured(ComputeOptions numbers)
        {
            using var run = new MetricRun(config, numbers, options.Triplets, options.Together);
            // The first of each is not timed, but it is what memory is read from: ours before the other has ever run.
            PeakMemory.Forget();
            run.Step();
            var peak = PeakMemory.Read();
            run.ReferenceStep();
            var referencePeak = PeakMemory.Read();

            var (ours, reference, rate) = (new List<double>(), new List<double>(), 0.0);
            for (var round = 0; round < options.Rounds; round++)
            {
                cancel.ThrowIfCancellationRequested();
                rate = Math.Max(rate, MatrixRate.Measure(numbers, TimeSpan.FromSeconds(1), clock));
                ours.Add(Seconds(() => run.Step()));
                reference.Add(Seconds(() => run.ReferenceStep()));
            }

            var products = MatrixProducts.Seconds(run.Options, numbers, 3 * options.Together, 3, clock) * options.Triplets / options.Together;
            return new Row(
                numbers.Precision, ours.Min(), reference.Min(), [.. ours.Zip(reference, (own, other) => other / own)], products, rate / 1e9, peak, referencePeak);
        }
    }

    private double Seconds(Action step)
    {
        var started = clock.GetTimestamp();
        step();
        return clock.GetElapsedTime(started).TotalSeconds;
    }

    /// <param name="Precision">Numbers of the backbones.</param>
    /// <param name="Seconds">Our step, the best round.</param>
    /// <param name="ReferenceSeconds">The step the reference's way, the best round.</param>
    /// <param name="Gains">How many times as fast ours was, each round.</param>
    /// <param name="ProductsSeconds">Our step's large matrix products alone.</param>
    /// <param name="BillionsASecond">The machine's rate of matrix multiplication.</param>
    /// <param name="PeakGibibytes">Most memory of the process in our first step.</param>
    /// <param name="ReferencePeakGibibytes">The same with a step the reference's way.</param>
    private sealed record Row(
        Precision Precision, double Seconds, double ReferenceSeconds, IReadOnlyList<double> Gains, double ProductsSeconds, double BillionsASecond, double? PeakGibibytes, double? ReferencePeakGibibytes)
    {
        public double Gain => ReferenceSeconds / Seconds;

        public override string ToString() => FormattableString.Invariant(
            $"{Precision}: {Seconds:F2} s a step, the reference's way {ReferenceSeconds:F2} s: {Gain:F2} times as fast (by round {string.Join(", ", Gains.Select(gain => gain.ToString("F2", System.Globalization.CultureInfo.InvariantCulture)))}); products alone {ProductsSeconds:F2} s; {BillionsASecond:F0} billion operations/s; peak {PeakGibibytes:F1} GiB, the reference's way {ReferencePeakGibibytes:F1} GiB");
    }
}
