using MassTransit;
using Nights.Campaigns.Planning;
using Nights.Contracts;
using Nights.TestServers;

namespace Nights.IntegrationTests.Campaigns;

public sealed class PaidPicturesTests(PostgresCluster postgres)
{
    private const string TenEach = "  pricePerImageMinor: 10\nbudget:\n  capMinor: 130\n  payPerTrialMinor: 0\n";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Planning_sets_aside_three_pictures_a_painting_and_stops_at_the_cap_with_a_reason()
    {
        await using var host = await CampaignsHost.Start(postgres, ("Planning:PollSeconds", "0.1"));
        var campaign = await host.Draft(9, TenEach);
        await host.Take(campaign, "start");
        await CampaignsHost.Until(() => Task.FromResult(host.Messages.Of<PaintTriplet>().Count is 4), "4 paintings are ordered");

        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => host.Get<PlanCampaign>().Run(campaign, Cancel)));

        host.Messages.Of<PaintTriplet>().Count.ShouldBe(4);
        var spend = (await host.Show(campaign)).GetProperty("spend");
        spend.GetProperty("committedMinor").GetInt64().ShouldBe(120);
        spend.GetProperty("imagesReservedMinor").GetInt64().ShouldBe(120);
        spend.GetProperty("paidMinor").GetInt64().ShouldBe(0);
        (await host.Show(campaign)).GetProperty("orderingStopped").GetString()!.ShouldStartWith("The cap of 130 leaves 10 and the next painting needs 30; 5 paintings are not ordered.");
    }

    [Fact]
    public async Task A_failure_is_settled_once_makes_room_and_counts_what_was_screened_out()
    {
        await using var host = await CampaignsHost.Start(postgres, ("Planning:PollSeconds", "0.1"));
        var campaign = await host.Draft(9, TenEach);
        await host.Take(campaign, "start");
        await CampaignsHost.Until(() => Task.FromResult(host.Messages.Of<PaintTriplet>().Count is 4), "4 paintings are ordered");
        var failed = Failed(host.Messages.Of<PaintTriplet>()[0]) with { CostMinor = 5, Screened = new Dictionary<string, int> { ["refused"] = 3 } };

        // 30 set aside and 5 paid: the 25 that come back and the 10 that were left pay for one more.
        for (var i = 0; i < 3; i++) await host.Get<IBus>().Publish(failed, Cancel);
        await CampaignsHost.Until(() => Task.FromResult(host.Messages.Of<PaintTriplet>().Count is 5), "another painting is ordered");

        var shown = await host.Show(campaign);
        shown.GetProperty("spend").GetProperty("committedMinor").GetInt64().ShouldBe(125);
        shown.GetProperty("spend").GetProperty("imagesMinor").GetInt64().ShouldBe(5);
        shown.GetProperty("screened").GetProperty("refused").GetInt64().ShouldBe(3);
        shown.GetProperty("painting").GetProperty("failed").GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task What_costs_more_than_the_cap_is_recorded_shown_and_stops_the_planning()
    {
        await using var host = await CampaignsHost.Start(postgres, ("Planning:PollSeconds", "0.1"));
        var campaign = await host.Draft(9, TenEach);
        await host.Take(campaign, "start");
        await CampaignsHost.Until(() => Task.FromResult(host.Messages.Of<PaintTriplet>().Count is 4), "4 paintings are ordered");

        await host.Get<IBus>().Publish(Failed(host.Messages.Of<PaintTriplet>()[0]) with { CostMinor = 60 }, Cancel);
        await CampaignsHost.Until(async () => await host.Ask<long>("select overspent_minor from campaign") is 20, "20 are overspent");

        var shown = await host.Show(campaign);
        shown.GetProperty("spend").GetProperty("overspentMinor").GetInt64().ShouldBe(20);
        shown.GetProperty("spend").GetProperty("committedMinor").GetInt64().ShouldBe(130);
        shown.GetProperty("orderingStopped").GetString()!.ShouldStartWith("Pictures have cost 20 more than the cap of 130 allows; 5 paintings are not ordered.");
        (await host.Get<PlanCampaign>().Run(campaign, Cancel)).ShouldBe(0);
    }

    [Fact]
    public async Task A_draining_campaign_without_money_for_its_last_pictures_gives_them_up_and_finishes()
    {
        await using var host = await CampaignsHost.Start(postgres, ("Planning:PollSeconds", "0.1"));
        var campaign = await host.Draft(1, TenEach);
        await host.Take(campaign, "start");
        await CampaignsHost.Until(() => Task.FromResult(host.Messages.Of<PaintTriplet>().Count is 1), "the painting is ordered");
        await host.Take(campaign, "pause");
        // As the crowd leaves a painting that repeats another and was dear.
        await host.Do("update painting set state = 0, attempt = 1, reserved_minor = 0, cost_minor = 120");
        await host.Do("update campaign set committed_minor = 120");

        (await host.Take(campaign, "drain")).EnsureSuccessStatusCode();

        await CampaignsHost.Until(async () => (await host.Show(campaign)).GetProperty("state").GetString() is "finished", "the campaign is finished");
        (await host.Ask<string>("select failure from painting")).ShouldStartWith("the cap of 130 leaves no room for its pictures, which need 30");
        (await host.Ask<long>("select count(*) from triplet where state = 4")).ShouldBe(1);
        host.Messages.Of<PaintTriplet>().Count.ShouldBe(1);
    }

    private static PaintingFailed Failed(PaintTriplet order) =>
        new() { PaintingId = order.PaintingId, CampaignId = order.CampaignId, Reason = "the service refuses", Generator = "remote", Attempt = order.Attempt };
}
