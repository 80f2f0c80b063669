using Microsoft.Extensions.DependencyInjection;
using Nights.Crowd.Painted;
using Nights.Domain.Campaigns;
using Nights.TestServers;

namespace Nights.IntegrationTests.Crowd;

public sealed class PaintedTests(PostgresCluster cluster)
{
    [Fact]
    public async Task A_painting_announced_again_opens_nothing_twice_and_other_pictures_are_ignored()
    {
        await using var host = await CrowdHost.Start(cluster);
        var campaign = await host.Campaign(5, spec => spec with { Painting = spec.Painting with { Roles = TripletRoles.Rotate } });
        (await host.Ask<long>("select count(*) from slot where campaign_id = $1", campaign.Id)).ShouldBe(5 * 3 * 2);
        var announced = await campaign.Painted();
        var open = host.Services.GetRequiredService<OpenPainted>();
        var before = await host.Ask<string>("select displays[1] from painting where id = $1", announced[0].PaintingId);

        (await open.Run(announced, TestContext.Current.CancellationToken)).ShouldBe(0);
        var other = announced[0] with { Pictures = announced[1].Pictures };
        (await open.Run([other], TestContext.Current.CancellationToken)).ShouldBe(0);
        var broken = announced[0] with { Pictures = [announced[0].Pictures[0]] };
        (await open.Run([broken], TestContext.Current.CancellationToken)).ShouldBe(0);

        (await host.Ask<long>("select count(*) from slot where campaign_id = $1", campaign.Id)).ShouldBe(5 * 3 * 2);
        (await host.Ask<string>("select displays[1] from painting where id = $1", announced[0].PaintingId)).ShouldBe(before);
    }

    [Fact]
    public async Task The_same_announcements_at_once_open_each_vote_once()
    {
        await using var host = await CrowdHost.Start(cluster);
        var campaign = await CampaignAtWork.Insert(host, A.Spec(30), CampaignState.Running);
        var announced = await campaign.Painted();
        var open = host.Services.GetRequiredService<OpenPainted>();

        var taken = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => open.Run([.. announced.Reverse()], TestContext.Current.CancellationToken)));

        taken.Sum().ShouldBe(30);
        (await host.Ask<long>("select count(*) from slot where campaign_id = $1", campaign.Id)).ShouldBe(60);
    }
}
