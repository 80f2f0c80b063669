using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Nights.Generator.Remote;
using Nights.Generator.Remote.Service;

namespace Nights.Tests.Generator.Remote;

public sealed class ServicePaceTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(5, 1, 40)]
    [InlineData(5, 3, 12)]
    [InlineData(60, 1, 200)]
    [InlineData(3, 3, 6)]
    public async Task No_minute_sees_more_than_its_limit_and_none_goes_unused(int perMinute, int units, int takers)
    {
        var clock = new FakeTimeProvider(Noon);
        using var limit = new MinuteLimit(perMinute, clock);
        List<DateTimeOffset> taken = [];
        var all = Task.WhenAll(Enumerable.Range(0, takers).Select(_ => Take()));
        while (!all.IsCompleted)
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(1, Cancel);  // whoever may go on does, before the clock does
        }
        await all;

        taken.Count.ShouldBe(takers * units);
        for (var i = perMinute; i < taken.Count; i++)
            (taken[i] - taken[i - perMinute]).ShouldBeGreaterThanOrEqualTo(TimeSpan.FromMinutes(1));
        var perTurn = perMinute / units * units;
        (taken[^1] - Noon).ShouldBeLessThan(TimeSpan.FromSeconds(60 * ((taken.Count + perTurn - 1) / perTurn) + takers + 5), "no longer than the limit asks, to the steps of the clock");

        async Task Take()
        {
            await limit.Take(units, Cancel);
            lock (taken)
                taken.AddRange(Enumerable.Repeat(clock.GetUtcNow(), units));
        }
    }

    [Fact]
    public async Task Both_limits_and_the_seats_hold_at_once()
    {
        var clock = new FakeTimeProvider(Noon);
        using var pace = new ServicePace(Options.Create(new RemoteOptions { Concurrency = 2, RequestsPerMinute = 100, ImagesPerMinute = 100 }), clock);

        var first = await pace.Enter(3, Cancel);
        using var second = await pace.Enter(3, Cancel);
        var third = pace.Enter(3, Cancel);

        third.IsCompleted.ShouldBeFalse("two are under way");
        first.Dispose();
        first.Dispose();
        using var seated = await third;
        pace.Enter(1, Cancel).IsCompleted.ShouldBeFalse("a seat is given back once");
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(0, 5)]
    [InlineData(1, 5)]
    public async Task A_request_waits_for_its_minute_by_requests_and_by_pictures(int requestsPerMinute, int imagesPerMinute)
    {
        var clock = new FakeTimeProvider(Noon);
        using var pace = new ServicePace(Options.Create(new RemoteOptions { RequestsPerMinute = requestsPerMinute, ImagesPerMinute = imagesPerMinute }), clock);
        (await pace.Enter(3, Cancel)).Dispose();

        var next = pace.Enter(3, Cancel);
        clock.Advance(TimeSpan.FromSeconds(59));
        next.IsCompleted.ShouldBeFalse();
        clock.Advance(TimeSpan.FromSeconds(1));
        (await next).Dispose();
    }

    [Fact]
    public async Task A_hold_stops_everybody_until_it_is_over()
    {
        var clock = new FakeTimeProvider(Noon);
        using var pace = new ServicePace(Options.Create(new RemoteOptions { Endpoint = "https://images.example.org/v1", LongestWaitSeconds = 100 }), clock);
        pace.Hold(TimeSpan.FromSeconds(90));
        pace.Hold(TimeSpan.FromSeconds(10));

        var waiting = pace.Enter(1, Cancel);
        clock.Advance(TimeSpan.FromSeconds(89));
        waiting.IsCompleted.ShouldBeFalse();
        clock.Advance(TimeSpan.FromSeconds(2));
        (await waiting).Dispose();

        pace.Hold(TimeSpan.FromSeconds(101));
        (await Should.ThrowAsync<ServiceFaultException>(pace.Enter(1, Cancel))).MayBeRepeated.ShouldBeTrue();
    }

    [Fact]
    public async Task Who_is_stopped_while_waiting_gives_the_seat_back()
    {
        var clock = new FakeTimeProvider(Noon);
        using var pace = new ServicePace(Options.Create(new RemoteOptions { Concurrency = 1 }), clock);
        pace.Hold(TimeSpan.FromSeconds(5));
        using var stop = new CancellationTokenSource();
        var waiting = pace.Enter(1, stop.Token);
        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(waiting);

        var next = pace.Enter(1, Cancel);
        clock.Advance(TimeSpan.FromSeconds(6));
        (await next).Dispose();
    }

    [Fact]
    public void Waiting_before_a_repeat_doubles_to_a_minute_and_differs_between_orders()
    {
        for (var tries = 1; tries <= 20; tries++)
        {
            var full = Math.Min(60, Math.Pow(2, tries - 1));
            foreach (var seed in new long[] { 0, 1, -7, long.MaxValue })
                Backoff.After(tries, seed).TotalSeconds.ShouldBeInRange(full / 2, full);
        }
        Backoff.After(3, 1).ShouldBe(Backoff.After(3, 1));
        Enumerable.Range(0, 50).Select(_ => Backoff.After(4, Backoff.SeedOf(Guid.CreateVersion7()))).Distinct().Count().ShouldBe(50);
    }
}
