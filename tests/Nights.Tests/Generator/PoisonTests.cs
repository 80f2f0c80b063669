using MassTransit;
using MassTransit.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Nights.Contracts;
using Nights.Generator;
using Nights.Generator.Painting;
using Nights.Hosting.Objects;

namespace Nights.Tests.Generator;

/// <summary>Orders that break the painter or kill the process, through the consumer and the bus.</summary>
public sealed class PoisonTests : IAsyncLifetime
{
    private readonly PoisonedModel model = new();
    private readonly string cache = Directory.CreateTempSubdirectory("nights-generator-").FullName;
    private IHost host = null!;
    private ITestHarness harness = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration["Generator:Cache"] = cache;
        builder.Configuration["Generator:Model"] = model.Directory;
        builder.Configuration["Generator:ModelName"] = "poisoned";
        builder.Configuration["Generator:Threads"] = "1";
        builder.Configuration["Generator:RetryAfter"] = "00:00:00";
        builder.Configuration["Generator:RetryAgainAfter"] = "00:00:00";
        builder.Services.AddSingleton<IObjects>(new MemoryObjects());
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddLogging();
        builder.AddGenerator();
        builder.Services.AddMassTransitTestHarness(bus =>
        {
            bus.SetTestTimeouts(TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(1));
            bus.AddGeneratorConsumers();
        });
        host = builder.Build();
        await host.StartAsync(Cancel);
        harness = host.Services.GetRequiredService<ITestHarness>();
    }

    [Fact]
    public async Task An_order_that_breaks_the_painter_is_parked_after_three_tries_and_its_neighbours_are_painted()
    {
        var alone = Order("An image of a otter");
        await harness.Bus.Publish(alone, Cancel);
        var expected = (await Announced<TripletPainted>(1)).Single();
        var poison = Order(PoisonedModel.Prompt);
        PaintTriplet[] neighbours = [.. Enumerable.Range(0, 7).Select(_ => Order("An image of a otter"))];

        await harness.Bus.PublishBatch(neighbours[..4].Append(poison).Concat(neighbours[4..]), Cancel);

        var parked = (await Announced<PaintingFailed>(1)).Single();
        parked.PaintingId.ShouldBe(poison.PaintingId);
        parked.Reason.ShouldContain($"broke the painter {PaintTripletConsumer.MostFaults} times");
        parked.Reason.ShouldContain("text_encoder");
        var painted = (await Announced<TripletPainted>(1 + neighbours.Length)).Skip(1).ToList();
        painted.Select(message => message.PaintingId).Order().ShouldBe(neighbours.Select(order => order.PaintingId).Order());
        foreach (var message in painted)
            message.Pictures.Select(picture => picture.Sha256).ShouldBe(expected.Pictures.Select(picture => picture.Sha256));
    }

    [Theory]
    [InlineData(PaintTripletConsumer.MostDeliveries - 1, true)]
    [InlineData(PaintTripletConsumer.MostDeliveries, false)]
    public async Task An_order_that_nobody_lived_to_answer_is_parked(int deliveries, bool painted)
    {
        var order = Order("An image of a otter");

        await harness.Bus.Publish(order, context => context.Headers.Set("x-delivery-count", deliveries), Cancel);

        if (painted)
            (await Announced<TripletPainted>(1)).Single().PaintingId.ShouldBe(order.PaintingId);
        else
            (await Announced<PaintingFailed>(1)).Single().Reason.ShouldContain($"delivered {deliveries + 1} times");
    }

    public async ValueTask DisposeAsync()
    {
        await host.StopAsync(CancellationToken.None);
        await ((IAsyncDisposable)host).DisposeAsync();
        model.Dispose();
        Directory.Delete(cache, recursive: true);
    }

    private static PaintTriplet Order(string prompt) => A.Order(prompt, "poisoned");

    private async Task<IReadOnlyList<T>> Announced<T>(int count) where T : class =>
        await AsyncEnumerable.Take(harness.Published.SelectAsync<T>(Cancel), count).Select(message => message.Context.Message).ToListAsync(Cancel);
}
