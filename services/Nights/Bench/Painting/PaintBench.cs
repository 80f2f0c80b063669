using Nights.Diffusion.Models;
using Nights.Diffusion.Pipelines;
using Nights.Diffusion.Providers;
using Nights.Diffusion.Structural;

namespace Nights.Local.Bench.Painting;

/// <summary>
/// What painting costs beside the graphs: a triplet of 512 × 512 pictures with guidance on a network of Stable Diffusion's operators with random weights, through
/// the whole pipeline and, in turn with it, through ONNX Runtime alone.
/// </summary>
internal sealed class PaintBench(TimeProvider clock)
{
    private const string Prompt = "An image of an otter";

    public sealed record Options(int Size, int Steps, int Channels, RuntimeOptions Runtime, int Rounds, int Triplets);

    public BenchResult Run(Options options, Action<string> tell, CancellationToken cancel)
    {
        var directory = Directory.CreateTempSubdirectory("nights-bench-").FullName;
        try
        {
            StructuralModel.Write(directory, new StructuralSize { Channels = options.Channels });
            using var model = ModelFolder.Open(directory, options.Runtime);
            using var bare = new BareRun(directory, options.Runtime, clock);
            return Run(options, model.Provider.Name, new Painter(model), bare, tell, cancel);
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private BenchResult Run(Options options, string provider, Painter painter, BareRun bare, Action<string> tell, CancellationToken cancel)
    {
        var settings = new PaintSettings { Width = options.Size, Height = options.Size, Steps = options.Steps };
        var orders = Triplet(0);
        var brief = settings with { Steps = 2 };
        painter.Paint(orders, brief, null, cancel);
        bare.Run(orders, brief);

        var rounds = new List<Round>();
        for (var round = 0; round < options.Rounds; round++)
        {
            cancel.ThrowIfCancellationRequested();
            var started = clock.GetTimestamp();
            var painted = painter.Paint(orders, settings, null, cancel);
            var whole = clock.GetElapsedTime(started).TotalSeconds;
            var (graphs, planes) = bare.Run(orders, settings);
            if (!Same(painted[^1].Image.Bytes, planes, provider == ExecutionProvider.Cpu))
                throw new InvalidOperationException("The pipeline and the bare graphs painted different pictures: their times cannot be compared.");
            rounds.Add(new Round(whole, graphs));
            tell($"Round {round + 1}: the pipeline {whole:F2} s, the graphs alone {graphs:F2} s");
        }

        var allocated = AllocatedPerStep(painter, settings, cancel);
        tell($"Managed allocation a step: {allocated / 1024.0:F1} KiB");
        var memory = Memory(painter, brief, options.Triplets, tell, cancel);
        // The best of each: what disturbs a round on a shared machine only ever adds.
        var (best, limit) = (rounds.Min(round => round.Pipeline), rounds.Min(round => round.Graphs));
        return new BenchResult("paint", best, "s a triplet", limit, "ONNX Runtime on the same graphs and inputs", limit / best, new Dictionary<string, object>
        {
            ["size"] = options.Size,
            ["steps"] = options.Steps,
            ["channels"] = options.Channels,
            ["provider"] = provider,
            ["threads"] = options.Runtime.Threads,
            ["secondsAStep"] = limit / options.Steps,
            ["overBare"] = best / limit,
            ["rounds"] = rounds,
            ["medianOverBare"] = rounds.Select(round => round.Pipeline / round.Graphs).Order().ElementAt(rounds.Count / 2),
            ["besideMs"] = new { noise = bare.Beside.Noise, guidanceAndScheduler = bare.Beside.Steps },
            ["managedBytesAStep"] = allocated,
            ["residentMiBByTriplets"] = memory,
        });
    }

    /// <summary>What ten more steps allocate, a tenth of it: start and end of a run cancel out.</summary>
    private static long AllocatedPerStep(Painter painter, PaintSettings settings, CancellationToken cancel)
    {
        long Allocated(int steps)
        {
            var before = GC.GetTotalAllocatedBytes(precise: true);
            painter.Paint(Triplet(0), settings with { Steps = steps }, null, cancel);
            return GC.GetTotalAllocatedBytes(precise: true) - before;
        }

        return (Allocated(14) - Allocated(4)) / 10;
    }

    private static List<MemoryPoint> Memory(Painter painter, PaintSettings settings, int triplets, Action<string> tell, CancellationToken cancel)
    {
        var points = new List<MemoryPoint>();
        for (var triplet = 1; triplet <= triplets; triplet++)
        {
            foreach (var picture in painter.Paint(Triplet(triplet), settings, null, cancel)) _ = picture.Image.EncodePng();
            if (triplet % 10 != 0) continue;
            GC.Collect();
            points.Add(new MemoryPoint(triplet, Environment.WorkingSet >> 20, GC.GetTotalMemory(forceFullCollection: true) >> 20));
            tell($"After {triplet} triplets: {points[^1].ResidentMiB} MiB resident, {points[^1].ManagedMiB} MiB of them managed");
        }
        return points;
    }

    private static IReadOnlyList<PictureOrder> Triplet(int number) =>
        [.. Enumerable.Range(0, 3).Select(place => new PictureOrder { Prompt = Prompt, Seed = 3 * number + place })];

    /// <summary>
    /// Within one step of rounding everywhere on the processor. An accelerator may take other kernels in another session, whose rounding twenty steps enlarge: there,
    /// within one step on average.
    /// </summary>
    private static bool Same(ReadOnlySpan<byte> picture, float[] planes, bool everywhere)
    {
        var plane = planes.Length / 3;
        var sum = 0.0;
        for (var i = 0; i < picture.Length; i++)
        {
            var distance = Math.Abs(picture[i] - Math.Clamp((planes[i % 3 * plane + i / 3] / 2 + 0.5f) * 255, 0, 255));
            if (everywhere && distance > 1) return false;
            sum += distance;
        }
        return sum <= picture.Length;
    }

    private sealed record Round(double Pipeline, double Graphs);

    private sealed record MemoryPoint(int Triplets, long ResidentMiB, long ManagedMiB);
}
