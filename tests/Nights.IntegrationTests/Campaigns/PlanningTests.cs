using System.Net;
using MassTransit;
using Nights.Campaigns.Planning;
using Nights.Contracts;
using Nights.TestServers;

namespace Nights.IntegrationTests.Campaigns;

public sealed class PlanningTests(PostgresCluster postgres)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_campaign_started_twice_at_once_orders_its_window_once()
    {
        await using var host = await CampaignsHost.Start(postgres, ("Planning:Window", "16"));
        var campaign = await host.Draft(40);

        var answers = await Task.WhenAll(host.Take(campaign, "start"), host.Take(campaign, "start"));
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => host.Get<PlanCampaign>().Run(campaign, Cancel)));
        await CampaignsHost.Until(() => Task.FromResult(host.Messages.Of<PaintTriplet>().Count >= 16), "16 paintings are ordered");

        answers.Select(answer => answer.StatusCode).Order().ShouldBe([HttpStatusCode.OK, HttpStatusCode.Conflict]);
        var orders = host.Messages.Of<PaintTriplet>();
        orders.Count.ShouldBe(16);
        orders.Select(order => order.PaintingId).Distinct().Count().ShouldBe(16);
        orders.ShouldAllBe(order => order.Seeds.Count == 3 && order.Prompt.StartsWith("An image of a "));
        (await host.Ask<long>("select count(*) from painting where state = 1 and ordered_at is not null")).ShouldBe(16);
        (await host.Ask<long>("select count(*) from triplet where state = 0")).ShouldBe(16);
        (await host.Ask<int>("select planned_paintings from campaign")).ShouldBe(16);
    }

    [Fact]
    public async Task What_is_painted_makes_room_in_the_window_and_a_pause_stops_the_planning()
    {
        await using var host = await CampaignsHost.Start(postgres, ("Planning:Window", "4"), ("Planning:PollSeconds", "0.1"));
        var campaign = await host.Draft(20);
        await host.Take(campaign, "start");
        await CampaignsHost.Until(async () => await Planned(host) is 4, "the window is full");

        await Paint(host, "number < 3");
        await CampaignsHost.Until(async () => await Planned(host) is 7, "the window is full again");

        (await host.Take(campaign, "pause")).EnsureSuccessStatusCode();
        await Paint(host, "number < 7");
        await Task.Delay(500, Cancel);
        (await Planned(host)).ShouldBe(7);
    }

    [Fact]
    public async Task The_sweep_publishes_orders_again_that_are_older_than_a_minute()
    {
        await using var host = await CampaignsHost.Start(postgres);
        await host.Take(await host.Draft(3), "start");
        await CampaignsHost.Until(() => Task.FromResult(host.Messages.Of<PaintTriplet>().Count is 3), "3 paintings are ordered");
        var first = host.Messages.Of<PaintTriplet>();
        host.Messages.Clear();

        await host.Get<AnnounceOrders>().Sweep(Cancel);
        host.Messages.Of<PaintTriplet>().ShouldBeEmpty();

        await host.Do("update painting set ordered_at = now() - interval '2 minutes' where number < 2");
        await host.Get<AnnounceOrders>().Sweep(Cancel);
        await host.Get<AnnounceOrders>().Sweep(Cancel);

        var again = host.Messages.Of<PaintTriplet>();
        again.Count.ShouldBe(2);
        foreach (var order in again)
        {
            var before = first.Single(one => one.PaintingId == order.PaintingId);
            (order with { Seeds = before.Seeds }).ShouldBe(before);
            order.Seeds.ShouldBe(before.Seeds);
        }
    }

    [Fact]
    public async Task A_painting_that_cannot_be_had_voids_its_triplets_and_a_campaign_with_nothing_left_finishes()
    {
        await using var host = await CampaignsHost.Start(postgres, ("Planning:PollSeconds", "0.1"));
        var campaign = await host.Draft(1, "  roles: rotate\n");
        await host.Take(campaign, "start");
        await CampaignsHost.Until(() => Task.FromResult(host.Messages.Of<PaintTriplet>().Count is 1), "the painting is ordered");
        var failed = new PaintingFailed { PaintingId = host.Messages.Of<PaintTriplet>()[0].PaintingId, CampaignId = campaign, Reason = "the model is not there", Generator = "g1" };

        await host.Get<IBus>().Publish(failed, Cancel);
        await host.Get<IBus>().Publish(failed, Cancel);

        await CampaignsHost.Until(async () => (await host.Show(campaign)).GetProperty("state").GetString() is "finished", "the campaign is finished");
        (await host.Ask<long>("select count(*) from triplet where state = 4 and void_reason like '%the model is not there%'")).ShouldBe(3);
        (await host.Show(campaign)).GetProperty("painting").GetProperty("failed").GetInt32().ShouldBe(1);
    }

    private static Task<int> Planned(CampaignsHost host) => host.Ask<int>("select planned_paintings from campaign");

    private static Task Paint(CampaignsHost host, string which) => host.Do(
        $"update painting set state = 2, painted_at = now(), pictures = array['a','b','c'], displays = array['a','b','c'], manifests = array['a','b','c'] where {which}");
}
