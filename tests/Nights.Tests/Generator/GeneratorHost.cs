using MassTransit;
using MassTransit.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Nights.Generator;
using Nights.Hosting.Objects;

namespace Nights.Tests.Generator;

/// <summary>A generator on a bus in memory, with a cache of its own.</summary>
internal sealed class GeneratorHost : IAsyncDisposable
{
    private readonly string cache = Directory.CreateTempSubdirectory("nights-generator-").FullName;
    private readonly IHost host;
    private readonly ITestHarness harness;

    private GeneratorHost(IObjects objects, (string Name, string? Value)[] settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration["Generator:Cache"] = cache;
        builder.Configuration["Generator:Name"] = "easel-1";
        foreach (var (name, value) in settings)
            builder.Configuration[$"Generator:{name}"] = value;
        builder.Services.AddSingleton(objects);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddLogging();
        builder.AddGenerator();
        builder.Services.AddMassTransitTestHarness(bus =>
        {
            bus.SetTestTimeouts(TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(1));
            bus.AddGeneratorConsumers();
        });
        host = builder.Build();
        harness = host.Services.GetRequiredService<ITestHarness>();
    }

    public IBus Bus => harness.Bus;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <param name="objects">Where it stores.</param>
    /// <param name="settings">Of section "Generator".</param>
    public static async Task<GeneratorHost> Start(IObjects objects, params (string Name, string? Value)[] settings)
    {
        var generator = new GeneratorHost(objects, settings);
        try
        {
            await generator.host.StartAsync(Cancel);
            return generator;
        }
        catch
        {
            await generator.DisposeAsync();
            throw;
        }
    }

    /// <summary>The first so many messages of a kind, waited for.</summary>
    public async Task<IReadOnlyList<T>> Announced<T>(int count) where T : class =>
        await AsyncEnumerable.Take(harness.Published.SelectAsync<T>(Cancel), count).Select(message => message.Context.Message).ToListAsync(Cancel);

    /// <summary>The first message that is wanted, waited for.</summary>
    public async Task<T> First<T>(Func<T, bool> wanted) where T : class =>
        (await harness.Published.SelectAsync<T>(message => wanted(message.Context.Message), Cancel).FirstAsync(Cancel)).Context.Message;

    public async ValueTask DisposeAsync()
    {
        await host.StopAsync(CancellationToken.None);
        await ((IAsyncDisposable)host).DisposeAsync();
        Directory.Delete(cache, recursive: true);
    }
}
