using MassTransit;
using MassTransit.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Nights.Contracts;
using Nights.Domain.Storage;
using Nights.Generator;
using Nights.Hosting.Objects;
using Nights.TestServers.ImagesService;

namespace Nights.Tests.Generator.Remote;

/// <summary>Orders for a service over the bus, beside orders for the demo model: what the campaign and its operator are told.</summary>
public sealed class RemoteOrderTests : IAsyncLifetime
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private readonly string cache = Directory.CreateTempSubdirectory("nights-remote-").FullName;
    private PaidService service = null!;
    private IHost host = null!;
    private ITestHarness harness = null!;

    public async ValueTask InitializeAsync()
    {
        service = await PaidService.Start();
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration["Generator:Cache"] = cache;
        builder.Configuration["Generator:Name"] = "easel-1";
        foreach (var (name, value) in service.Settings())
            builder.Configuration[$"Generator:Remote:{name}"] = value;
        builder.Services.AddSingleton<IObjects>(service.Objects);
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
    public async Task A_painting_says_what_was_screened_out_and_what_it_cost()
    {
        service.Server.Faults.Enqueue(ImagesFault.Moderated());
        service.Server.Faults.Enqueue(new ImagesFault.CutJson());
        var order = A.Order() with { Attempt = 2 };

        await harness.Bus.Publish(order, Cancel);

        var painted = await First<TripletPainted>(message => message.PaintingId == order.PaintingId);
        (painted.Pictures.Count, painted.CostMinor, painted.Attempt).ShouldBe((3, 4 * PaidService.Price, 2));
        painted.Screened.ShouldBe(new Dictionary<string, int> { ["refused"] = 1 });
        foreach (var picture in painted.Pictures)
        {
            service.Objects.Stored.Keys.ShouldContain(ObjectKeys.Picture(picture.Sha256));
            service.Objects.Stored.Keys.ShouldContain(ObjectKeys.Picture(picture.DisplaySha256));
            service.Objects.Stored.Keys.ShouldContain(ObjectKeys.Manifest(picture.ManifestSha256));
        }
    }

    [Fact]
    public async Task A_painting_that_cannot_be_had_says_why_and_its_neighbours_go_on()
    {
        var (poison, neighbour) = (A.Order() with { Redraws = 0 }, A.Order() with { Model = "procedural", Width = 64, Height = 64, Steps = 2, Guidance = 1 });
        service.Server.Faults.Enqueue(new ImagesFault.None());
        service.Server.Faults.Enqueue(ImagesFault.Moderated());
        service.Server.Faults.Enqueue(ImagesFault.Moderated());

        await harness.Bus.PublishBatch([poison, neighbour], Cancel);

        var failed = await First<PaintingFailed>(message => message.PaintingId == poison.PaintingId);
        failed.Reason.ShouldContain("rejected by the safety system");
        (failed.CostMinor, failed.Generator).ShouldBe((PaidService.Price, "easel-1"));
        failed.Screened.ShouldBe(new Dictionary<string, int> { ["refused"] = 2 });
        (await First<TripletPainted>(message => message.PaintingId == neighbour.PaintingId)).CostMinor.ShouldBe(0);
    }

    [Fact]
    public async Task A_service_that_is_not_there_is_named()
    {
        var order = A.Order() with { Model = "images:other" };

        await harness.Bus.Publish(order, Cancel);

        (await First<PaintingFailed>(message => message.PaintingId == order.PaintingId)).Reason.ShouldContain("'images:other'");
        service.Server.Asked.ShouldBeEmpty();
    }

    public async ValueTask DisposeAsync()
    {
        await host.StopAsync(CancellationToken.None);
        await ((IAsyncDisposable)host).DisposeAsync();
        await service.DisposeAsync();
        Directory.Delete(cache, recursive: true);
    }

    private async Task<T> First<T>(Func<T, bool> wanted) where T : class =>
        (await harness.Published.SelectAsync<T>(message => wanted(message.Context.Message), Cancel).FirstAsync(Cancel)).Context.Message;
}
