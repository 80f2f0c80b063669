using MassTransit;
using Nights.Contracts;
using Nights.Domain.Storage;
using Nights.TestServers.ImagesService;

namespace Nights.Tests.Generator.Remote;

/// <summary>Orders for a service over the bus, beside orders for the demo model: what the campaign and its operator are told.</summary>
public sealed class RemoteOrderTests : IAsyncLifetime
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private PaidService service = null!;
    private GeneratorHost generator = null!;

    public async ValueTask InitializeAsync()
    {
        service = await PaidService.Start();
        generator = await GeneratorHost.Start(service.Objects, [.. service.Settings().Select(setting => ($"Remote:{setting.Name}", (string?)setting.Value))]);
    }

    [Fact]
    public async Task A_painting_says_what_was_screened_out_and_what_it_cost()
    {
        service.Server.Faults.Enqueue(ImagesFault.Moderated());
        service.Server.Faults.Enqueue(new ImagesFault.CutJson());
        var order = A.Order() with { Attempt = 2 };

        await generator.Bus.Publish(order, Cancel);

        var painted = await generator.First<TripletPainted>(message => message.PaintingId == order.PaintingId);
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

        await generator.Bus.PublishBatch([poison, neighbour], Cancel);

        var failed = await generator.First<PaintingFailed>(message => message.PaintingId == poison.PaintingId);
        failed.Reason.ShouldContain("rejected by the safety system");
        (failed.CostMinor, failed.Generator).ShouldBe((PaidService.Price, "easel-1"));
        failed.Screened.ShouldBe(new Dictionary<string, int> { ["refused"] = 2 });
        (await generator.First<TripletPainted>(message => message.PaintingId == neighbour.PaintingId)).CostMinor.ShouldBe(0);
    }

    [Fact]
    public async Task A_service_that_is_not_there_is_named()
    {
        var order = A.Order() with { Model = "images:other" };

        await generator.Bus.Publish(order, Cancel);

        (await generator.First<PaintingFailed>(message => message.PaintingId == order.PaintingId)).Reason.ShouldContain("'images:other'");
        service.Server.Asked.ShouldBeEmpty();
    }

    public async ValueTask DisposeAsync()
    {
        await generator.DisposeAsync();
        await service.DisposeAsync();
    }
}
