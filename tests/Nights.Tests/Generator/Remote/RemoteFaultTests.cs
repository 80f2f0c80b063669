using Nights.Generator.Painting;
using Nights.TestServers.ImagesService;

namespace Nights.Tests.Generator.Remote;

/// <summary>Whatever the service does: nothing is lost, nothing is paid without being recorded, and the operator sees why.</summary>
public sealed class RemoteFaultTests
{
    /// <summary>One fault before all goes well. What is paid without a picture to show for it is one picture, where the service charges repeats.</summary>
    public static TheoryData<string, ImagesFault, int> Faults => new()
    {
        { "429 with seconds", ImagesFault.TooManyRequests(("Retry-After", "7")), 0 },
        { "429 with a date", ImagesFault.TooManyRequests(("Retry-After", "Mon, 23 Nov 2026 12:00:20 GMT")), 0 },
        { "429 with a reset", ImagesFault.TooManyRequests(("x-ratelimit-remaining-images", "0"), ("x-ratelimit-reset-images", "12s")), 0 },
        { "429 without a word", ImagesFault.TooManyRequests(), 0 },
        { "500", new ImagesFault.Error(500, "server_error", "server_error", "The server had an error."), 0 },
        { "503 with seconds", new ImagesFault.Error(503, "overloaded", "server_error", "Overloaded.") { Headers = new Dictionary<string, string> { ["Retry-After"] = "3" } }, 0 },
        { "502 after the picture was made", new ImagesFault.MadeThenError(new(502, null, "bad_gateway", "Bad gateway.")), 1 },
        { "cut connection", new ImagesFault.CutConnection(), 1 },
        { "cut JSON", new ImagesFault.CutJson(), 1 },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_fault_loses_nothing_and_its_cost_is_known(string what, ImagesFault fault, int paidForNothing)
    {
        foreach (var honoured in new[] { true, false })
        {
            await using var service = await PaidService.Start(rules => rules with { HonoursIdempotencyKeys = honoured });
            service.Server.Faults.Enqueue(fault);

            var painted = await service.Paint(A.Order(), ("ChargesOncePerKey", $"{honoured}"));

            painted.Pictures.Select(picture => picture.Picture.Sha256).Distinct().Count().ShouldBe(3, what);
            painted.CostMinor.ShouldBe((3 + (honoured ? 0 : paidForNothing)) * PaidService.Price, what);
            (service.Server.Charged * PaidService.Price).ShouldBe((int)painted.CostMinor, $"{what}: what is recorded is what was charged");
            (painted.Screened.Count, service.Server.Asked.Count).ShouldBe((0, 4), what);
            service.Server.Asked.Select(asked => asked.Headers["Idempotency-Key"]).Distinct().Count().ShouldBe(3, "the repeat has the key of the first");
            service.Server.Complaints.ShouldBeEmpty(what);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_timeout_after_the_picture_was_made_counts_as_paid_and_is_asked_again_under_its_key(bool honoured)
    {
        await using var service = await PaidService.Start(rules => rules with { HonoursIdempotencyKeys = honoured });
        service.Server.Faults.Enqueue(new ImagesFault.MadeThenSilent());

        var painting = service.Generator(null, ("ImagesPerRequest", "3"), ("TimeoutSeconds", "60")).Paint(A.Order(), alone: false, TestContext.Current.CancellationToken);
        await service.Server.MadeAndSilent.Task;
        service.Clock.Advance(TimeSpan.FromSeconds(61));
        var painted = await service.Ended(painting);

        painted.Pictures.Count.ShouldBe(3);
        painted.CostMinor.ShouldBe(6 * PaidService.Price, "nobody told us that the service charges a key once");
        service.Server.Charged.ShouldBe(honoured ? 3 : 6);
        service.Server.Asked.Select(asked => asked.Headers["Idempotency-Key"]).Distinct().ShouldHaveSingleItem();
        service.Logged.ShouldContain(line => line.Contains("no whole answer within 60 s", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Retry-After", "90", 90)]
    [InlineData("Retry-After", "Mon, 23 Nov 2026 12:02:00 GMT", 120)]
    [InlineData("x-ratelimit-reset-requests", "1m15s", 75)]
    public async Task The_service_is_left_alone_as_long_as_it_asks(string header, string value, int seconds)
    {
        await using var service = await PaidService.Start();
        var begun = service.Clock.GetUtcNow();
        service.Server.Faults.Enqueue(ImagesFault.TooManyRequests((header, value)));

        await service.Paint(A.Order(), ("ImagesPerRequest", "3"));

        var asked = service.Server.Asked.ToArray();
        asked.Length.ShouldBe(2);
        asked[1].At.ShouldBeGreaterThanOrEqualTo(value.StartsWith("Mon", StringComparison.Ordinal) ? begun.AddSeconds(seconds) : asked[0].At.AddSeconds(seconds));
    }

    [Fact]
    public async Task A_wait_that_is_too_long_gives_the_order_back_with_what_was_had()
    {
        await using var service = await PaidService.Start();
        var order = A.Order();
        service.Server.Faults.Enqueue(new ImagesFault.None());
        service.Server.Faults.Enqueue(ImagesFault.TooManyRequests(("Retry-After", "7200")));

        var fault = await Should.ThrowAsync<PaintingInterruptedException>(() => service.Paint(order, ("Concurrency", "1")));

        fault.Message.ShouldContain("7200 s");
        fault.Message.ShouldContain("LongestWaitSeconds");
        fault.Toll.CostMinor.ShouldBe(PaidService.Price);
        (await service.Paint(order)).CostMinor.ShouldBe(3 * PaidService.Price);
        service.Server.Charged.ShouldBe(3, "the picture that was had is not bought again");
    }

    [Fact]
    public async Task A_service_that_stays_away_gives_the_order_back_and_names_itself()
    {
        await using var service = await PaidService.Start();
        for (var i = 0; i < 9; i++)
            service.Server.Faults.Enqueue(new ImagesFault.Error(500, "server_error", "server_error", "The server had an error."));

        var fault = await Should.ThrowAsync<PaintingInterruptedException>(() => service.Paint(A.Order(), ("MaxAttempts", "3")));

        fault.Message.ShouldContain("127.0.0.1");
        fault.Message.ShouldContain("500 (server_error: The server had an error.)");
        fault.Message.ShouldContain("tried 3 times");
        service.Server.Asked.Count.ShouldBe(9);
    }

    [Fact]
    public async Task Nobody_there_costs_nothing()
    {
        await using var service = await PaidService.Start();
        var order = A.Order();

        var fault = await Should.ThrowAsync<PaintingInterruptedException>(() => service.Paint(order, ("Endpoint", "http://127.0.0.1:9/v1"), ("MaxAttempts", "2")));

        fault.Message.ShouldContain("cannot be reached");
        fault.Toll.CostMinor.ShouldBe(0);
        (await service.Paint(order)).CostMinor.ShouldBe(3 * PaidService.Price);
    }

    [Fact]
    public async Task What_is_never_answered_is_not_paid_for_ever()
    {
        await using var service = await PaidService.Start(rules => rules with { HonoursIdempotencyKeys = false });
        var order = A.Order();
        for (var i = 0; i < 20; i++)
            service.Server.Faults.Enqueue(new ImagesFault.MadeThenError(new(504, null, "timeout", "Gateway timeout.")));

        var fault = await Should.ThrowAsync<PaintingRefusedException>(() => service.Paint(order, ("MaxAttempts", "3"), ("ImagesPerRequest", "3")));
        await Should.ThrowAsync<PaintingRefusedException>(() => service.Paint(order, ("MaxAttempts", "3"), ("ImagesPerRequest", "3")));

        (service.Server.Asked.Count, service.Server.Charged).ShouldBe((3, 9), "also not when the order comes again");
        fault.Toll.CostMinor.ShouldBe(9 * PaidService.Price);
        fault.Message.ShouldContain("went out 3 times");
        fault.Message.ShouldContain("TimeoutSeconds");
    }

    [Theory]
    [InlineData(401, "invalid_api_key", "Generator:Remote:ApiKey")]
    [InlineData(403, "model_forbidden", "may not use the model 'dall-e-3'")]
    [InlineData(404, "model_not_found", "Generator:Remote:Endpoint")]
    [InlineData(429, "insufficient_quota", "no credit left")]
    [InlineData(400, "billing_hard_limit_reached", "no credit left")]
    [InlineData(400, "invalid_value", "Sizes")]
    [InlineData(301, "moved", "final address")]
    public async Task What_asking_again_cannot_mend_is_asked_once_and_names_the_mend(int status, string code, string mend)
    {
        await using var service = await PaidService.Start();
        service.Server.Faults.Enqueue(new ImagesFault.Error(status, code, "invalid_request_error", "That is how it is."));

        var fault = await Should.ThrowAsync<PaintingRefusedException>(() => service.Paint(A.Order(), ("ImagesPerRequest", "3")));

        fault.Message.ShouldContain(mend);
        fault.Message.ShouldContain(code);
        (service.Server.Asked.Count, fault.Toll.CostMinor).ShouldBe((1, 0));
    }
}
