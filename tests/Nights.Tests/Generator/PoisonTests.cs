using MassTransit;
using Nights.Contracts;
using Nights.Generator.Painting;

namespace Nights.Tests.Generator;

/// <summary>Orders that break the painter or kill the process, through the consumer and the bus.</summary>
public sealed class PoisonTests : IAsyncLifetime
{
    private readonly PoisonedModel model = new();
    private GeneratorHost generator = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => generator = await GeneratorHost.Start(
        new MemoryObjects(), ("Model", model.Directory), ("ModelName", "poisoned"), ("Threads", "1"), ("RetryAfter", "00:00:00"), ("RetryAgainAfter", "00:00:00"));

    [Fact]
    public async Task An_order_that_breaks_the_painter_is_parked_after_three_tries_and_its_neighbours_are_painted()
    {
        var alone = Order("An image of a otter");
        await generator.Bus.Publish(alone, Cancel);
        var expected = (await generator.Announced<TripletPainted>(1)).Single();
        var poison = Order(PoisonedModel.Prompt);
        PaintTriplet[] neighbours = [.. Enumerable.Range(0, 7).Select(_ => Order("An image of a otter"))];

        await generator.Bus.PublishBatch(neighbours[..4].Append(poison).Concat(neighbours[4..]), Cancel);

        var parked = (await generator.Announced<PaintingFailed>(1)).Single();
        parked.PaintingId.ShouldBe(poison.PaintingId);
        parked.Reason.ShouldContain($"broke the painter {PaintTripletConsumer.MostFaults} times");
        parked.Reason.ShouldContain("text_encoder");
        var painted = (await generator.Announced<TripletPainted>(1 + neighbours.Length)).Skip(1).ToList();
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

        await generator.Bus.Publish(order, context => context.Headers.Set("x-delivery-count", deliveries), Cancel);

        if (painted)
            (await generator.Announced<TripletPainted>(1)).Single().PaintingId.ShouldBe(order.PaintingId);
        else
            (await generator.Announced<PaintingFailed>(1)).Single().Reason.ShouldContain($"delivered {deliveries + 1} times");
    }

    public async ValueTask DisposeAsync()
    {
        await generator.DisposeAsync();
        model.Dispose();
    }

    private static PaintTriplet Order(string prompt) => A.Order(prompt, "poisoned");
}
