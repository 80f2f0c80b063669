using Nights.DreamSim.Native;

namespace Nights.Local.Bench.Metric;

/// <summary>
/// Pictures a second that the metric embeds at DINO ViT-B/16's full size with random weights, beside what this machine's rate of matrix multiplication would
/// allow for the same arithmetic; both measured in turn, so that what else the machine does falls on both.
/// </summary>
internal sealed class EmbedBench(TimeProvider clock)
{
    public sealed record Options(string Device, int Threads, IReadOnlyList<Precision> Precisions, IReadOnlyList<int> Pictures, int Rounds, int Depth);

    public BenchResult Run(Options options, Action<string> tell, CancellationToken cancel)
    {
        var config = MetricBench.Config(options.Depth);
        var work = Arithmetic.OfEmbedding(config.Model!);
        var compute = new ComputeOptions { Device = options.Device, Threads = options.Threads };
        var device = compute.Open();
        tell($"{work / 1e9:F1} billion operations a picture, on {device}");

        var rows = new List<Row>();
        foreach (var precision in options.Precisions)
            foreach (var pictures in options.Pictures)
            {
                rows.Add(Measured(compute with { Precision = precision }, pictures));
                tell(rows[^1].ToString());
            }

        var best = rows.Where(row => row.Precision == options.Precisions[0]).MaxBy(row => row.Ratio)!;
        return new BenchResult(
            "embed", best.PicturesASecond, "pictures/s", best.LimitPicturesASecond, "the same arithmetic at the machine's rate of matrix multiplication", best.Ratio,
            new Dictionary<string, object>
            {
                ["device"] = device.ToString(),
                ["threads"] = TorchSharp.torch.get_num_threads(),
                ["depth"] = options.Depth,
                ["operationsAPicture"] = work,
                ["rows"] = rows,
            });

        Row Measured(ComputeOptions numbers, int pictures)
        {
            using var run = new EmbedRun(config, numbers, pictures);
            run.Embed();
            var span = Taken();
            // What is compared is the best round of each, as both only lose by what else the machine does.
            var (rate, fastest) = (0.0, double.MaxValue);
            for (var round = 0; round < options.Rounds; round++)
            {
                cancel.ThrowIfCancellationRequested();
                rate = Math.Max(rate, MatrixRate.Measure(numbers, span, clock));
                fastest = Math.Min(fastest, Taken().TotalSeconds);
            }

            return new Row(numbers.Precision, pictures, pictures / fastest, rate / work, rate / 1e9);

            TimeSpan Taken()
            {
                var started = clock.GetTimestamp();
                run.Embed();
                return clock.GetElapsedTime(started);
            }
        }
    }

    /// <param name="Precision">Numbers of the backbones.</param>
    /// <param name="Pictures">In a batch.</param>
    /// <param name="PicturesASecond">Embedded, the best round.</param>
    /// <param name="LimitPicturesASecond">At the machine's rate of matrix multiplication, the best round.</param>
    /// <param name="BillionsASecond">That rate.</param>
    private sealed record Row(Precision Precision, int Pictures, double PicturesASecond, double LimitPicturesASecond, double BillionsASecond)
    {
        public double Ratio => PicturesASecond / LimitPicturesASecond;

        public override string ToString() => FormattableString.Invariant(
            $"{Precision}, {Pictures} pictures at once: {PicturesASecond:F2} pictures/s of {LimitPicturesASecond:F2} at {BillionsASecond:F0} billion operations/s: {Ratio:F3}");
    }
}
