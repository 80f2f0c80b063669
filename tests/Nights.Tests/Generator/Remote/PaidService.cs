using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Nights.Contracts;
using Nights.Generator;
using Nights.Generator.Painting;
using Nights.Generator.Remote;
using Nights.Hosting.Objects;
using Nights.TestServers.ImagesService;

namespace Nights.Tests.Generator.Remote;

/// <summary>A service on loopback, a store and a clock, and as many generators over them as a test starts. One picture costs 4 minor units.</summary>
internal sealed class PaidService : IAsyncDisposable
{
    public const int Price = 4;
    private readonly List<IHost> hosts = [];

    private PaidService(ImagesServer server) => Server = server;

    public ImagesServer Server { get; }

    public MemoryObjects Objects { get; } = new();

    public FakeTimeProvider Clock => (FakeTimeProvider)Server.Rules.Clock;

    /// <summary>Every line any generator logged, at any level, with its exception.</summary>
    public ConcurrentQueue<string> Logged { get; } = new();

    public static async Task<PaidService> Start(Func<ImagesServerRules, ImagesServerRules>? with = null)
    {
        var rules = new ImagesServerRules
        {
            Sizes = ["64x64", "128x64"],
            Paint = (number, size) => A.Picture(number, size).EncodePng(),
            Clock = new FakeTimeProvider(new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero)),
        };
        return new PaidService(await ImagesServer.Start(with?.Invoke(rules) ?? rules));
    }

    /// <summary>A generator of its own, as another process would be.</summary>
    public RemotePainter Generator(IObjects? objects = null, params (string Name, string Value)[] settings) =>
        Services(objects, settings).GetServices<ITripletPainter>().OfType<RemotePainter>().Single();

    public IServiceProvider Services(IObjects? objects, params (string Name, string Value)[] settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        foreach (var (name, value) in Settings().Concat(settings))
            builder.Configuration[$"Generator:Remote:{name}"] = value;
        builder.Services.AddSingleton(objects ?? Objects);
        builder.Services.AddSingleton<TimeProvider>(Clock);
        builder.Logging.SetMinimumLevel(LogLevel.Trace).AddProvider(new Recorder(Logged));
        builder.AddGenerator();
        var host = builder.Build();
        hosts.Add(host);
        return host.Services;
    }

    /// <summary>Lets time pass until the task has ended, and gives its result. Time stands still while the service works.</summary>
    public async Task<T> Ended<T>(Task<T> task)
    {
        while (!task.IsCompleted)
        {
            Clock.Advance(TimeSpan.FromSeconds(Server.UnderWay == 0 ? 1 : 0));
            await Task.WhenAny(task, Task.Delay(1, TestContext.Current.CancellationToken));
        }
        return await task;
    }

    /// <summary>Paints with a generator of its own, letting time pass.</summary>
    public Task<PaintedTriplet> Paint(PaintTriplet order, params (string Name, string Value)[] settings) =>
        Ended(Generator(null, settings).Paint(order, alone: false, TestContext.Current.CancellationToken));

    public IEnumerable<(string Name, string Value)> Settings() =>
    [
        ("Name", "dalle"), ("Endpoint", Server.Endpoint), ("ApiKey", Server.Rules.ApiKey), ("Model", Server.Rules.Model), ("Sizes", "64x64, 128x64"),
        ("ResponseFormat", "b64_json"), ("PricePerImageMinor", $"{Price}"), ("TimeoutSeconds", "3600"),
    ];

    public async ValueTask DisposeAsync()
    {
        foreach (var host in hosts)
            await ((IAsyncDisposable)host).DisposeAsync();
        await Server.DisposeAsync();
    }

    private sealed class Recorder(ConcurrentQueue<string> lines) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Enqueue($"{logLevel} {formatter(state, exception)} {exception}");

        public void Dispose() { }
    }
}

/// <summary>A store that stops working at a key, as a process does that is killed there.</summary>
internal sealed class StoreCutAt(MemoryObjects inner, Func<string, bool> cut) : IObjects
{
    private bool gone;

    public Task<bool> Put(string key, ReadOnlyMemory<byte> content, string contentType, CancellationToken cancel)
    {
        gone |= cut(key);
        return gone ? throw new IOException("The process is gone.") : inner.Put(key, content, contentType, cancel);
    }

    public Task<bool> Put(string key, Stream content, string contentType, CancellationToken cancel) => throw new NotSupportedException();

    public Task<bool> Exists(string key, CancellationToken cancel) => inner.Exists(key, cancel);

    public Task<byte[]> Get(string key, CancellationToken cancel) => inner.Get(key, cancel);

    public Task<Stream> Open(string key, CancellationToken cancel) => inner.Open(key, cancel);

    public async IAsyncEnumerable<string> List(string prefix, [EnumeratorCancellation] CancellationToken cancel)
    {
        await foreach (var key in inner.List(prefix, cancel))
            yield return key;
    }

    public Task Delete(IReadOnlyCollection<string> keys, CancellationToken cancel) => throw new NotSupportedException();
}
