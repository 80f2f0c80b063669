using Nights.Contracts;
using Nights.Diffusion.Models;
using Nights.Diffusion.Pipelines;
using Nights.Diffusion.Procedural;
using Nights.Generator;
using Nights.Hosting;
using Nights.Hosting.Bus;

namespace Nights.Local.Bench.Painting;

/// <summary>
/// Triplets a minute through the whole generator: orders over the bus, batches, screening, PNG and manifest, files in a store on disk, announcements. Beside it the
/// painter alone on the same orders, with as many threads and nothing kept.
/// </summary>
internal sealed class GeneratorBench(TimeProvider clock)
{
    private const double Guidance = 7.5;

    public sealed record Options(int Size, int Steps, int Threads, int Triplets);

    public async Task<BenchResult> Run(Options options, Action<string> tell, CancellationToken cancel)
    {
        var folder = Directory.CreateTempSubdirectory("nights-bench-").FullName;
        try
        {
            var service = await Service(options, folder, cancel);
            tell($"The whole service: {service.PerMinute:F0} triplets a minute");
            var alone = Alone(options, folder, cancel);
            tell($"The painter alone: {alone:F0} triplets a minute");
            return new BenchResult("generator", service.PerMinute, "triplets a minute", alone, "the painter alone", service.PerMinute / alone, new Dictionary<string, object>
            {
                ["size"] = options.Size,
                ["steps"] = options.Steps,
                ["guidance"] = Guidance,
                ["threads"] = options.Threads,
                ["triplets"] = options.Triplets,
                ["picturesAMinute"] = 3 * service.PerMinute,
                ["seconds"] = service.Seconds,
                ["storedMiB"] = service.StoredMiB,
            });
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private async Task<(double PerMinute, double Seconds, long StoredMiB)> Service(Options options, string folder, CancellationToken cancel)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection(
        [
            new("Bus:Kind", "memory"), new("Objects:Kind", "disk"), new("Objects:Folder", Path.Combine(folder, "objects")),
            new("Generator:Cache", Path.Combine(folder, "models")), new("Generator:Threads", $"{options.Threads}"), new("Generator:WarmUpSize", $"{options.Size}"),
        ]);
        builder.Services.AddLogging(logs => logs.AddFilter(_ => false));
        builder.AddNightsHosting();
        builder.AddGenerator();
        var count = new PaintedCount(options.Triplets);
        builder.Services.AddSingleton(count);
        builder.AddNightsBus(bus =>
        {
            bus.AddGeneratorConsumers();
            bus.AddBenchConsumer();
        });
        using var host = builder.Build();
        await host.StartAsync(cancel);
        var messages = host.Services.GetRequiredService<IMessages>();

        var started = clock.GetTimestamp();
        for (var number = 0; number < options.Triplets; number++) await messages.Publish(Order(options, number), cancel);
        await count.Reached.WaitAsync(cancel);
        var seconds = clock.GetElapsedTime(started).TotalSeconds;
        await host.StopAsync(cancel);
        var stored = new DirectoryInfo(Path.Combine(folder, "objects")).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);
        return (options.Triplets * 60 / seconds, seconds, stored >> 20);
    }

    private double Alone(Options options, string folder, CancellationToken cancel)
    {
        using var model = ModelFolder.Open(ProceduralModel.EnsureWritten(Path.Combine(folder, "models")), new RuntimeOptions());
        var painter = new Painter(model);
        var settings = new PaintSettings { Width = options.Size, Height = options.Size, Steps = options.Steps, Guidance = Guidance };
        painter.WarmUp(options.Size, options.Size, cancel);
        var started = clock.GetTimestamp();
        Parallel.For(0, options.Triplets, new ParallelOptions { MaxDegreeOfParallelism = options.Threads, CancellationToken = cancel }, number =>
        {
            var order = Order(options, number);
            painter.Paint([.. order.Seeds.Select(seed => new PictureOrder { Prompt = order.Prompt, Seed = seed })], settings, null, cancel);
        });
        return options.Triplets * 60 / clock.GetElapsedTime(started).TotalSeconds;
    }

    private static PaintTriplet Order(Options options, int number) => new()
    {
        PaintingId = Guid.CreateVersion7(),
        CampaignId = Guid.Empty,
        Model = ProceduralModel.Name,
        Prompt = $"An image of a {(number % 3) switch { 0 => "red striped otter", 1 => "teapot", _ => "dotted star" }}",
        Seeds = [3 * number, 3 * number + 1, 3 * number + 2],
        Width = options.Size,
        Height = options.Size,
        Steps = options.Steps,
        Guidance = Guidance,
    };
}
