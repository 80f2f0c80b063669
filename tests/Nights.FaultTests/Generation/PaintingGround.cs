using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Nights.Contracts;
using Nights.Hosting;
using Nights.Hosting.Bus;
using Nights.Hosting.Objects;
using Nights.TestServers;

namespace Nights.FaultTests.Generation;

/// <summary>Generators as processes of their own over a real broker and a bucket nobody else has, and somebody who orders and listens.</summary>
internal sealed class PaintingGround : IAsyncDisposable
{
    private static readonly TimeSpan StartsWithin = TimeSpan.FromSeconds(120);

    private readonly ScratchFolder folder = ScratchFolder.Create("ground");
    private readonly Dictionary<string, string?> settings;
    private readonly List<NightsProgram> generators = [];
    private readonly IHost listener;

    private PaintingGround(Dictionary<string, string?> settings, OrderQueue queue)
    {
        (this.settings, Queue) = (settings, queue);
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection(settings);
        builder.Services.AddSingleton(Heard);
        builder.AddNightsHosting();
        builder.AddNightsBus(bus => bus.AddHeardConsumer());
        listener = builder.Build();
    }

    public Announcements Heard { get; } = new();

    public OrderQueue Queue { get; }

    public IObjects Objects => listener.Services.GetRequiredService<IObjects>();

    /// <summary>The demo model's folder, once a generator has started.</summary>
    public string Model => Directory.GetDirectories(folder["models"], "procedural-*").Single();

    /// <summary>What all generators have written, for messages.</summary>
    public string Output => string.Join("\n---\n", generators.Select(generator => generator.Output));

    public static async Task<PaintingGround> Start(RabbitMqBroker broker, S3Server s3, CancellationToken cancel)
    {
        var settings = (await broker.Settings()).Concat((await s3.Access()).Settings(S3Server.NewBucket())).ToDictionary();
        var ground = new PaintingGround(settings, new OrderQueue(await broker.Address()));
        await ground.Queue.Purge(cancel);
        await ground.listener.StartAsync(cancel);
        return ground;
    }

    /// <summary>Starts a generator and waits until it is ready.</summary>
    /// <param name="name">Its name in announcements.</param>
    /// <param name="threads">Batches at a time.</param>
    /// <param name="batch">Orders painted together.</param>
    /// <param name="cancel">Ends the waiting.</param>
    public async Task<NightsProgram> Generator(string name, int threads, int batch, CancellationToken cancel)
    {
        var address = new Uri($"http://localhost:{Loopback.FreePort()}/");
        var environment = settings.ToDictionary(setting => "NIGHTS__" + setting.Key.Replace(":", "__", StringComparison.Ordinal), setting => setting.Value);
        environment["ASPNETCORE_URLS"] = address.ToString();
        environment["NIGHTS__Generator__Name"] = name;
        environment["NIGHTS__Generator__Threads"] = $"{threads}";
        environment["NIGHTS__Generator__BatchSize"] = $"{batch}";
        environment["NIGHTS__Generator__Cache"] = folder["models"];
        var generator = NightsProgram.Start("Generator", [], environment);
        generators.Add(generator);
        await generator.Answers(new Uri(address, "health/ready"), StartsWithin, cancel);
        return generator;
    }

    public async Task Order(IEnumerable<PaintTriplet> orders, CancellationToken cancel)
    {
        var messages = listener.Services.GetRequiredService<IMessages>();
        foreach (var order in orders) await messages.Publish(order, cancel);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var generator in generators)
        {
            if (!generator.HasExited) await generator.Kill();
            await generator.DisposeAsync();
        }
        await listener.StopAsync(CancellationToken.None);
        listener.Dispose();
        await folder.DisposeAsync();
    }
}
