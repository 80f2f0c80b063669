using Microsoft.Extensions.DependencyInjection;
using Nights.Contracts;
using Nights.Crowd.Painted;
using Nights.Database.Campaigns;
using Nights.Domain.Campaigns;
using Nights.TestServers;

namespace Nights.IntegrationTests.Crowd;

public sealed class PaidPaintingTests(PostgresCluster cluster)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_painting_is_settled_once_with_what_it_cost_however_often_it_is_announced()
    {
        await using var host = await CrowdHost.Start(cluster);
        var (campaign, messages) = await Ordered(host, 2, cap: 1000);
        (await campaign.Committed()).ShouldBe(60);

        var dear = messages[0] with { CostMinor = 50 };
        var racing = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Open(host, dear)));
        await Open(host, messages[1] with { CostMinor = 20 });
        await Open(host, dear, messages[1] with { CostMinor = 20 });

        racing.Sum().ShouldBe(1);
        (await campaign.Committed()).ShouldBe(70);
        (await host.Ask<long>("select sum(cost_minor)::bigint from painting")).ShouldBe(70);
        (await host.Ask<long>("select sum(reserved_minor)::bigint from painting")).ShouldBe(0);
    }

    [Fact]
    public async Task What_passes_the_cap_is_kept_as_overspent_and_taken_off_first_when_money_comes_back()
    {
        await using var host = await CrowdHost.Start(cluster);
        var (campaign, messages) = await Ordered(host, 3, cap: 100);
        await Open(host, messages[0] with { CostMinor = 65 });
        (await Books(host, campaign)).ShouldBe((100, 25));

        // 30 were set aside and 10 paid: 20 come back, 5 are still above the cap.
        await Open(host, messages[1] with { CostMinor = 10 });
        (await Books(host, campaign)).ShouldBe((100, 5));
        await Open(host, messages[2]);
        (await Books(host, campaign)).ShouldBe((75, 0));
    }

    [Fact]
    public async Task Pages_that_come_back_make_good_what_was_overspent_before_anything_else()
    {
        await using var host = await CrowdHost.Start(cluster);
        var (campaign, _) = await Ordered(host, 1, cap: 100);
        await host.Do("update campaign set committed_minor = 100, overspent_minor = 7");
        await using var connection = await host.Database.OpenConnectionAsync(Cancel);
        await ChangeSpend.Run(connection, campaign.Id, -4, Cancel);
        (await Books(host, campaign)).ShouldBe((100, 3));
        await ChangeSpend.Run(connection, campaign.Id, -4, Cancel);
        (await Books(host, campaign)).ShouldBe((99, 0));
    }

    [Fact]
    public async Task A_repeat_is_paid_for_too_and_what_was_set_aside_for_it_comes_back()
    {
        await using var host = await CrowdHost.Start(cluster);
        var (campaign, messages) = await Ordered(host, 2, cap: 1000);
        await Open(host, messages[0] with { CostMinor = 30, Pictures = Printed(messages[0]) });
        await Open(host, messages[1] with { CostMinor = 31, Pictures = Printed(messages[1]) });
        (await campaign.Committed()).ShouldBe(61);
        (await host.Ask<long>("select cost_minor from painting where number = 1 and state = 0 and reserved_minor = 0")).ShouldBe(31);

        await host.Do("update painting set state = 1, reserved_minor = 30 where number = 1");
        await host.Do("update campaign set committed_minor = committed_minor + 30");
        await Open(host, messages[1] with { CostMinor = 9, Attempt = 1 });
        (await campaign.Committed()).ShouldBe(70);
        (await host.Ask<long>("select cost_minor from painting where number = 1 and state = 2")).ShouldBe(40);
    }

    private static IReadOnlyList<PaintedPicture> Printed(TripletPainted message) => [.. message.Pictures.Select((picture, place) => picture with { Fingerprint = A.Fingerprint(place) })];

    /// <summary>A campaign as the planner leaves it at a price of 10 a picture: 30 set aside for each painting.</summary>
    private static async Task<(CampaignAtWork Campaign, IReadOnlyList<TripletPainted> Messages)> Ordered(CrowdHost host, int paintings, long cap)
    {
        var spec = A.Spec(paintings, spec => spec with { Painting = spec.Painting with { PricePerImageMinor = 10 }, Budget = spec.Budget with { CapMinor = cap } });
        var campaign = await CampaignAtWork.Insert(host, spec, CampaignState.Running);
        await host.Do("update painting set reserved_minor = 30");
        await host.Do("update campaign set committed_minor = $1", 30L * paintings);
        return (campaign, await campaign.Painted());
    }

    private static Task<int> Open(CrowdHost host, params TripletPainted[] messages) => host.Services.GetRequiredService<OpenPainted>().Run(messages, Cancel);

    private static async Task<(long Committed, long Overspent)> Books(CrowdHost host, CampaignAtWork campaign) =>
        (await campaign.Committed(), await host.Ask<long>("select overspent_minor from campaign where id = $1", campaign.Id));
}
