using System.Net;
using System.Text.Json;
using MassTransit;
using Nights.Contracts;
using Nights.TestServers;

namespace Nights.IntegrationTests.Campaigns;

public sealed class FailedPaintingTests(PostgresCluster postgres)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Failed_paintings_are_listed_page_by_page_with_reason_generator_and_prompt()
    {
        await using var host = await CampaignsHost.Start(postgres);
        var campaign = await Started(host, 3);
        foreach (var order in host.Messages.Of<PaintTriplet>()) await Fail(host, order, $"no luck with {order.Prompt}");
        await CampaignsHost.Until(async () => await host.Ask<long>("select count(*) from painting where state = 3") is 3, "3 have failed");

        var page = await List(host, campaign, "?state=failed&page=2&size=2");
        page.GetProperty("total").GetInt32().ShouldBe(3);
        var painting = page.GetProperty("items").EnumerateArray().ShouldHaveSingleItem();
        painting.GetProperty("number").GetInt32().ShouldBe(2);
        painting.GetProperty("failure").GetString().ShouldBe($"no luck with {painting.GetProperty("prompt").GetString()}");
        painting.GetProperty("generator").GetString().ShouldBe("g1");
        (await List(host, campaign, "?state=painted")).GetProperty("total").GetInt32().ShouldBe(0);
        (await host.Operator.GetAsync($"/api/v1/campaigns/{campaign}/paintings?state=lost", Cancel)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await host.Anonymous.GetAsync($"/api/v1/campaigns/{campaign}/paintings", Cancel)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_failed_painting_ordered_again_comes_back_with_its_triplets_and_the_next_attempt_once()
    {
        await using var host = await CampaignsHost.Start(postgres, ("Planning:PollSeconds", "0.1"));
        var campaign = await Started(host, 2, "  roles: rotate\n");
        var order = host.Messages.Of<PaintTriplet>()[0];
        await Fail(host, order, "poison");
        await CampaignsHost.Until(async () => await host.Ask<long>("select count(*) from triplet where state = 4") is 3, "its triplets are void");

        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => OrderAgain(host, campaign, order.PaintingId)));
        answers.Count(answer => answer.StatusCode is HttpStatusCode.OK).ShouldBe(1);
        answers.Count(answer => answer.StatusCode is HttpStatusCode.Conflict).ShouldBe(3);

        await CampaignsHost.Until(() => Task.FromResult(host.Messages.Of<PaintTriplet>().Count is 3), "it is ordered again");
        var again = host.Messages.Of<PaintTriplet>()[^1];
        (again.PaintingId, again.Attempt, again.Prompt).ShouldBe((order.PaintingId, 1, order.Prompt));
        (await host.Ask<long>("select count(*) from triplet where state = 0 and void_reason is null and decided_at is null")).ShouldBe(6);
        (await host.Ask<long>("select count(*) from audit_entry where action = 'order again'")).ShouldBe(1);

        // The failure of the attempt before comes once more, late.
        await Fail(host, order, "poison");
        await Task.Delay(500, Cancel);
        (await host.Ask<long>("select count(*) from painting where state = 3")).ShouldBe(0);
        await Fail(host, again, "poison again");
        await CampaignsHost.Until(async () => await host.Ask<long>("select count(*) from painting where state = 3 and attempt = 1 and failure = 'poison again'") is 1, "it has failed again");
    }

    [Fact]
    public async Task A_finished_campaign_drains_again_until_what_was_ordered_again_is_decided()
    {
        await using var host = await CampaignsHost.Start(postgres, ("Planning:PollSeconds", "0.1"));
        var campaign = await Started(host, 2);
        foreach (var order in host.Messages.Of<PaintTriplet>()) await Fail(host, order, "the model is not there");
        await CampaignsHost.Until(async () => await State(host, campaign) is "finished", "nothing is left to do");

        var answer = await host.Operator.PostAsync($"/api/v1/campaigns/{campaign}/paintings/order", null, Cancel);
        (await CampaignsHost.Body(answer)).GetProperty("count").GetInt32().ShouldBe(2);
        await CampaignsHost.Until(() => Task.FromResult(host.Messages.Of<PaintTriplet>().Count is 4), "both are ordered again");
        (await State(host, campaign)).ShouldBe("draining");

        foreach (var order in host.Messages.Of<PaintTriplet>().Where(order => order.Attempt is 1)) await Fail(host, order, "still not there");
        await CampaignsHost.Until(async () => await State(host, campaign) is "finished", "it is finished again");
    }

    [Fact]
    public async Task Only_failed_paintings_of_this_campaign_can_be_ordered_again()
    {
        await using var host = await CampaignsHost.Start(postgres);
        var campaign = await Started(host, 1);
        var painting = host.Messages.Of<PaintTriplet>()[0].PaintingId;
        (await Detail(await OrderAgain(host, campaign, painting))).ShouldContain("is ordered; only a failed one can be ordered again");
        (await Detail(await OrderAgain(host, campaign, Guid.CreateVersion7()))).ShouldContain("has no painting");
        (await Detail(await host.Operator.PostAsync($"/api/v1/campaigns/{campaign}/paintings/order", null, Cancel))).ShouldContain("No painting of the campaign has failed");
        (await host.Operator.PostAsync($"/api/v1/campaigns/dogs/paintings/order", null, Cancel)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    private static async Task<Guid> Started(CampaignsHost host, int paintings, string more = "")
    {
        var campaign = await host.Draft(paintings, more);
        (await host.Take(campaign, "start")).EnsureSuccessStatusCode();
        await CampaignsHost.Until(() => Task.FromResult(host.Messages.Of<PaintTriplet>().Count == paintings), "all is ordered");
        return campaign;
    }

    private static Task Fail(CampaignsHost host, PaintTriplet order, string reason) => host.Get<IBus>().Publish(
        new PaintingFailed { PaintingId = order.PaintingId, CampaignId = order.CampaignId, Reason = reason, Generator = "g1", Attempt = order.Attempt }, Cancel);

    private static Task<HttpResponseMessage> OrderAgain(CampaignsHost host, Guid campaign, Guid painting) =>
        host.Operator.PostAsync($"/api/v1/campaigns/{campaign}/paintings/{painting}/order", null, Cancel);

    private static async Task<string> Detail(HttpResponseMessage answer)
    {
        answer.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        return (await CampaignsHost.Body(answer)).GetProperty("detail").GetString()!;
    }

    private static async Task<JsonElement> List(CampaignsHost host, Guid campaign, string query)
    {
        var answer = await host.Operator.GetAsync($"/api/v1/campaigns/{campaign}/paintings{query}", Cancel);
        answer.EnsureSuccessStatusCode();
        return await CampaignsHost.Body(answer);
    }

    private static async Task<string> State(CampaignsHost host, Guid campaign) => (await host.Show(campaign)).GetProperty("state").GetString()!;
}
