using System.Collections.Concurrent;
using Nights.Contracts;
using Nights.Generator.Painting;

namespace Nights.Tests.Generator;

public sealed class WaitingOrdersTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Orders_are_taken_by_kind_the_kind_that_waited_longest_first()
    {
        using var waiting = new WaitingOrders();
        var (small, large) = (A.Order(), A.Order() with { Width = 128 });
        PaintJob[] jobs = [Job(small), Job(large), Job(small), Job(large), Job(small)];
        foreach (var job in jobs)
            waiting.Add(job);

        (await waiting.Take(2, Cancel)).ShouldBe([jobs[0], jobs[2]]);
        (await waiting.Take(8, Cancel)).ShouldBe([jobs[1], jobs[3]]);
        (await waiting.Take(8, Cancel)).ShouldBe([jobs[4]]);
        waiting.Count.ShouldBe(0);
    }

    [Fact]
    public async Task A_kind_is_all_that_a_batch_has_in_common()
    {
        using var waiting = new WaitingOrders();
        var order = A.Order();
        PaintTriplet[] others =
        [
            order with { Model = "sd" }, order with { Height = 128 }, order with { Steps = 3 }, order with { Guidance = 2 }, order with { Scheduler = "euler" },
            order with { NoiseSource = "numpy" }, order with { GuidanceRescale = 0.5 }, order with { Safety = "off" },
        ];
        foreach (var each in others.Append(order).Append(order with { Prompt = "a star", Seeds = [7, 8, 9], Attempt = 1, Redraws = 0, NegativePrompt = "x" }))
            waiting.Add(Job(each));

        for (var i = 0; i < others.Length; i++)
            (await waiting.Take(8, Cancel)).Count.ShouldBe(1);
        (await waiting.Take(8, Cancel)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task An_order_that_is_to_be_alone_is()
    {
        using var waiting = new WaitingOrders();
        PaintJob[] jobs = [Job(A.Order()), Job(A.Order(), alone: true), Job(A.Order()), Job(A.Order())];
        foreach (var job in jobs)
            waiting.Add(job);

        (await waiting.Take(8, Cancel)).ShouldBe([jobs[0]]);
        (await waiting.Take(8, Cancel)).ShouldBe([jobs[1]]);
        (await waiting.Take(8, Cancel)).ShouldBe([jobs[2], jobs[3]]);
    }

    [Fact]
    public async Task Whoever_takes_waits_until_something_comes_or_nobody_wants_it_any_more()
    {
        using var waiting = new WaitingOrders();
        using var given = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var (kept, left) = (waiting.Take(8, Cancel), waiting.Take(8, given.Token));
        await given.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(left);

        var job = Job(A.Order());
        waiting.Add(job);

        (await kept).ShouldBe([job]);
    }

    /// <summary>Every order is taken once, and the last one as well: a lost count would leave it waiting for ever.</summary>
    [Fact]
    public async Task Many_who_add_and_many_who_take_lose_nothing()
    {
        const int adders = 4, each = 3000;
        using var waiting = new WaitingOrders();
        using var done = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var taken = new ConcurrentBag<PaintJob>();
        var takers = Enumerable.Range(1, 4).Select(most => Task.Run(async () =>
        {
            try
            {
                while (true)
                    foreach (var job in await waiting.Take(most, done.Token))
                    {
                        taken.Add(job);
                        if (taken.Count == adders * each)
                            await done.CancelAsync();
                    }
            }
            catch (OperationCanceledException) when (taken.Count == adders * each)
            {
                // all are taken
            }
        }, Cancel)).ToList();

        await Task.WhenAll(Enumerable.Range(0, adders).Select(adder => Task.Run(() =>
        {
            for (var i = 0; i < each; i++)
                waiting.Add(Job(A.Order() with { Steps = 1 + i % 3 }, alone: i % 7 == adder));
        }, Cancel)));
        await Task.WhenAll(takers).WaitAsync(TimeSpan.FromMinutes(2), Cancel);

        taken.Distinct().Count().ShouldBe(adders * each);
        waiting.Count.ShouldBe(0);
    }

    [Fact]
    public void What_still_waits_at_the_end_is_handed_out_in_its_order()
    {
        using var waiting = new WaitingOrders();
        PaintJob[] jobs = [Job(A.Order()), Job(A.Order() with { Width = 128 }), Job(A.Order())];
        foreach (var job in jobs)
            waiting.Add(job);

        waiting.TakeAll().ShouldBe(jobs);
        waiting.TakeAll().ShouldBeEmpty();
    }

    private static PaintJob Job(PaintTriplet order, bool alone = false) => new(order, TripletOrder.Kind(order), alone, Cancel);
}
