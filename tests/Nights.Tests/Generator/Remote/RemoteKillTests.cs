using Nights.Contracts;
using Nights.Generator.Painting;
using Nights.TestServers.ImagesService;

namespace Nights.Tests.Generator.Remote;

/// <summary>Generators that are killed, and generators that work on one order at the same time: the store is all they share.</summary>
public sealed class RemoteKillTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Killed_between_sending_and_the_answer_the_next_generator_counts_the_request_as_paid(bool honoured)
    {
        await using var service = await PaidService.Start(rules => rules with { HonoursIdempotencyKeys = honoured });
        var order = A.Order();
        service.Server.Faults.Enqueue(new ImagesFault.MadeThenSilent());
        using var kill = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var killed = service.Generator(null, ("ImagesPerRequest", "3")).Paint(order, alone: false, kill.Token);
        await service.Server.MadeAndSilent.Task;
        await kill.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(killed);

        var painted = await service.Paint(order, ("ImagesPerRequest", "3"));

        painted.Pictures.Count.ShouldBe(3);
        painted.CostMinor.ShouldBe(6 * PaidService.Price);
        service.Server.Charged.ShouldBe(honoured ? 3 : 6, "a service that honours the key made nothing twice");
        service.Server.Asked.Select(asked => asked.Headers["Idempotency-Key"]).Distinct().ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData("-sent.json", 0)]
    [InlineData(".png", 1)]
    [InlineData("-outcome.json", 1)]
    [InlineData("finished.json", 0)]
    public async Task Wherever_a_generator_is_killed_the_next_one_finishes_and_every_charge_is_recorded(string at, int paidTwice)
    {
        await using var service = await PaidService.Start(rules => rules with { HonoursIdempotencyKeys = false });
        var order = A.Order();
        var cut = new StoreCutAt(service.Objects, key => key.EndsWith(at, StringComparison.Ordinal));
        await Should.ThrowAsync<IOException>(() => service.Ended(service.Generator(cut, ("ImagesPerRequest", "3")).Paint(order, alone: false, Cancel)));

        var painted = await service.Paint(order, ("ImagesPerRequest", "3"));

        painted.Pictures.Count.ShouldBe(3);
        painted.CostMinor.ShouldBe(3 * (1 + paidTwice) * PaidService.Price);
        (service.Server.Charged * PaidService.Price).ShouldBe((int)painted.CostMinor);
    }

    [Fact]
    public async Task Pictures_that_were_bought_before_the_kill_are_not_bought_again()
    {
        await using var service = await PaidService.Start();
        var order = A.Order();
        service.Server.Faults.Enqueue(new ImagesFault.None());
        service.Server.Faults.Enqueue(new ImagesFault.None());
        service.Server.Faults.Enqueue(new ImagesFault.Error(401, "invalid_api_key", "invalid_request_error", "No."));
        await Should.ThrowAsync<PaintingRefusedException>(() => service.Paint(order, ("Concurrency", "1")));

        var painted = await service.Paint(order, ("ImagesPerRequest", "3"));

        (painted.CostMinor, service.Server.Charged, service.Server.Asked.Count).ShouldBe((3 * PaidService.Price, 3, 4));
    }

    [Fact]
    public async Task Pictures_at_addresses_are_fetched_by_the_next_generator()
    {
        await using var service = await PaidService.Start(rules => rules with { AnswersByUrl = true });
        var order = A.Order();
        for (var i = 0; i < 4; i++)
            service.Server.PictureFaults.Enqueue(PictureFault.Away);
        var fault = await Should.ThrowAsync<PaintingInterruptedException>(() => service.Paint(order, ("ImagesPerRequest", "3"), ("MaxAttempts", "4")));
        fault.Message.ShouldContain("answered 503 for the picture");

        var painted = await service.Paint(order);

        (painted.CostMinor, service.Server.Charged, service.Server.Asked.Count).ShouldBe((3 * PaidService.Price, 3, 1));
    }

    [Fact]
    public async Task An_address_that_has_expired_is_paid_and_drawn_again()
    {
        await using var service = await PaidService.Start(rules => rules with { AnswersByUrl = true });
        service.Server.PictureFaults.Enqueue(PictureFault.Gone);

        var painted = await service.Paint(A.Order());

        painted.Screened.ShouldBe(new Dictionary<string, int> { ["unreadable"] = 1 });
        (painted.CostMinor, service.Server.Charged).ShouldBe((4 * PaidService.Price, 4));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Two_generators_with_one_order_make_one_painting_and_account_for_all_that_was_charged(bool honoured)
    {
        await using var service = await PaidService.Start(rules => rules with { HonoursIdempotencyKeys = honoured });
        for (var round = 0; round < 12; round++)
        {
            var (order, before) = (A.Order() with { Redraws = 20 }, service.Server.Charged);
            service.Server.Faults.Enqueue(round % 2 == 0 ? new ImagesFault.CutJson() : ImagesFault.Moderated());
            Task<PaintedTriplet>[] paintings = [.. Enumerable.Range(1, 2).Select(n => service.Generator(null, ("ImagesPerRequest", $"{n}")).Paint(order, alone: false, Cancel))];

            var painted = await service.Ended(Task.WhenAll(paintings));

            painted[1].Pictures.Select(picture => picture.Manifest.Sha256).ShouldBe(painted[0].Pictures.Select(picture => picture.Manifest.Sha256));
            foreach (var one in painted)
                one.CostMinor.ShouldBeGreaterThanOrEqualTo((service.Server.Charged - before) * PaidService.Price, "whichever is announced");
        }
    }

    [Fact]
    public async Task Two_generators_share_many_orders()
    {
        await using var service = await PaidService.Start();
        PaintTriplet[] orders = [.. Enumerable.Range(0, 12).Select(_ => A.Order())];
        var generators = new[] { service.Generator(), service.Generator() };

        var painted = await service.Ended(Task.WhenAll(orders.Select((order, i) => generators[i % 2].Paint(order, alone: false, Cancel))));

        painted.SelectMany(one => one.Pictures).Select(picture => picture.Picture.Sha256).Distinct().Count().ShouldBe(36);
        (painted.Sum(one => one.CostMinor), service.Server.Charged).ShouldBe((36 * PaidService.Price, 36));
    }

    /// <summary>Faults of every kind and kills at any step, drawn from a seed. Whatever the order, the end is a painting or a reason, and the cost covers the charges.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public async Task Nothing_is_lost_and_nothing_paid_without_being_recorded_whatever_happens(int seed)
    {
        var chance = new Random(seed);
        await using var service = await PaidService.Start(rules => rules with { HonoursIdempotencyKeys = seed % 2 == 0, AnswersByUrl = seed % 3 == 0 });
        for (var round = 0; round < 10; round++)
        {
            var (order, before) = (A.Order() with { Redraws = 20 }, service.Server.Charged);
            PaintedTriplet? painted = null;
            List<string> deaths = [];
            while (painted is null)
            {
                deaths.Count.ShouldBeLessThan(60, string.Join('\n', deaths));
                if (deaths.Count < 8)
                    Trouble(service, chance);
                var steps = chance.Next(1, 14);
                var cut = new StoreCutAt(service.Objects, _ => steps-- == 0);
                try
                {
                    painted = await service.Ended(service.Generator(cut, ("ImagesPerRequest", $"{chance.Next(1, 4)}"), ("MaxAttempts", "20")).Paint(order, alone: false, Cancel));
                }
                catch (Exception killed) when (killed is IOException or PaintingInterruptedException)
                {
                    deaths.Add(killed.Message);  // the next generator takes the order
                }
            }
            painted.Pictures.Select(picture => picture.Picture.Sha256).Distinct().Count().ShouldBe(3);
            painted.CostMinor.ShouldBeGreaterThanOrEqualTo((service.Server.Charged - before) * PaidService.Price);
        }
        service.Server.Complaints.ShouldBeEmpty();
    }

    private static void Trouble(PaidService service, Random chance)
    {
        ImagesFault[] faults =
        [
            new ImagesFault.None(), new ImagesFault.None(), ImagesFault.TooManyRequests(("Retry-After", "2")), ImagesFault.Moderated(), new ImagesFault.ConnectionReset(),
            new ImagesFault.CutConnection(), new ImagesFault.CutJson(), new ImagesFault.Error(500, "server_error", "server_error", "Sorry."),
            new ImagesFault.MadeThenError(new(502, null, "bad_gateway", "Sorry.")), new ImagesFault.Fewer(1),
        ];
        for (var i = chance.Next(4); i > 0; i--)
            service.Server.Faults.Enqueue(faults[chance.Next(faults.Length)]);
        for (var i = chance.Next(3); i > 0; i--)
            service.Server.PictureFaults.Enqueue(chance.Next(2) == 0 ? PictureFault.Away : PictureFault.Cut);
    }
}
