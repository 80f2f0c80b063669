using Nights.TestServers;

namespace Nights.FaultTests.Generation;

/// <summary>Generators that are killed, stopped, and share: every triplet that was ordered exists once, with the bytes its manifest says.</summary>
public sealed class GeneratorTests(RabbitMqBroker broker, S3Server s3)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(300);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>The kill comes with the first announcement after a start: of that batch some triplets are stored, some are on their way, and the next batch is being painted.</summary>
    [Fact]
    public async Task Killed_in_the_middle_of_a_batch_again_and_again_every_triplet_exists_once_with_its_manifests_bytes()
    {
        const int count = 48, batch = 3;  // more than two generators can have in hand, so that the third paints too
        await using var ground = await PaintingGround.Start(broker, s3, Cancel);
        var orders = A.Orders(count);
        var first = await ground.Generator("first", threads: 2, batch, Cancel);
        await ground.Order(orders, Cancel);

        await ground.Heard.Begins("first", Patience, () => ground.Output, Cancel);
        await first.Kill();
        var second = await ground.Generator("second", threads: 2, batch, Cancel);
        await ground.Heard.Begins("second", Patience, () => ground.Output, Cancel);
        await second.Kill();
        ground.Heard.Count.ShouldBeLessThan(count, "the kill came too late to prove anything");
        await ground.Generator("third", threads: 2, batch, Cancel);
        await ground.Heard.Reaches(count, Patience, () => ground.Output, Cancel);

        await ground.ShouldBe(orders, Cancel);
        var painters = ground.Heard.Painted.GroupBy(message => message.Generator).ToList();
        painters.Count.ShouldBe(3, "each painted some");
        await ground.ShouldRepaint(painters.Select(announced => announced.First()), Cancel);
    }

    [Fact]
    public async Task Two_generators_share_the_work()
    {
        await using var ground = await PaintingGround.Start(broker, s3, Cancel);
        var orders = A.Orders(24, size: 256, steps: 8);
        await Task.WhenAll(ground.Generator("left", threads: 1, batch: 2, Cancel), ground.Generator("right", threads: 1, batch: 2, Cancel));

        await ground.Order(orders, Cancel);
        await ground.Heard.Reaches(orders.Count, Patience, () => ground.Output, Cancel);

        await ground.ShouldBe(orders, Cancel);
        ground.Heard.Painted.Select(message => message.Generator).Distinct().ShouldBe(["left", "right"], ignoreOrder: true);
    }

    [Fact]
    public async Task Asked_to_stop_a_generator_finishes_what_it_has_in_hand_and_leaves_the_rest()
    {
        const int count = 16, inHand = 2 * 2 * 1;
        await using var ground = await PaintingGround.Start(broker, s3, Cancel);
        var orders = A.Orders(count);
        var generator = await ground.Generator("first", threads: 1, batch: 2, Cancel);
        await ground.Order(orders, Cancel);
        await ground.Heard.Reaches(1, Patience, () => ground.Output, Cancel);

        (await generator.Stop(TimeSpan.FromSeconds(75))).ShouldBe(0, generator.Output);
        await ground.Queue.Reaches(count - ground.Heard.Count, TimeSpan.FromSeconds(10), Cancel);
        ground.Heard.Count.ShouldBeInRange(inHand, count - inHand);
        await ground.Generator("second", threads: 2, batch: 4, Cancel);
        await ground.Heard.Reaches(count, Patience, () => ground.Output, Cancel);

        await ground.ShouldBe(orders, Cancel);
    }

    /// <summary>
    /// One triplet alone takes minutes, and the first batch may hold no more than the order that came first: the generator gives all back when the time for
    /// draining is over, and ends in the middle of a model call.
    /// </summary>
    [Fact]
    public async Task Asked_to_stop_in_the_middle_of_long_work_a_generator_gives_it_back()
    {
        const int count = 20;
        await using var ground = await PaintingGround.Start(broker, s3, Cancel);
        var generator = await ground.Generator("slow", threads: 1, batch: 8, Cancel);
        await ground.Order(A.Orders(count, size: 4096, steps: 900), Cancel);
        await ground.Queue.Reaches(count - 16, Patience, Cancel);

        (await generator.Stop(TimeSpan.FromSeconds(75))).ShouldBe(0, generator.Output);

        ground.Heard.Count.ShouldBe(0, "the work was too short to be stopped in its middle");
        ground.Heard.Failed.ShouldBeEmpty();
        await ground.Queue.Reaches(count, TimeSpan.FromSeconds(10), Cancel);
        (await ground.Queue.Parked(Cancel)).ShouldBe(0u, generator.Output);
    }
}
