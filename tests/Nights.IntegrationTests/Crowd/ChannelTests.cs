using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Nights.Crowd.Embedding;
using Nights.Crowd.Web;
using Nights.Hosting.Secrecy;
using Nights.TestServers;

namespace Nights.IntegrationTests.Crowd;

/// <summary>What a marketplace brings along: frames, ids of assignments, its own way of handing in; and what nobody has accepted yet.</summary>
public sealed class ChannelTests(PostgresCluster cluster)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_channel_in_the_link_says_who_may_frame_the_page()
    {
        await using var host = await CrowdHost.Start(
            cluster, services => services.AddSingleton<IChannelPage, MarketPage>(), ("Crowd:FrameOrigins:portal:0", "https://portal.example"));
        var campaign = await host.Campaign(1);

        async Task<string> Policy(string query)
        {
            using var page = await host.Http.GetAsync($"/w/{campaign.Id}{query}", Cancel);
            return page.Headers.GetValues("Content-Security-Policy").Single();
        }

        (await Policy($"?t={campaign.Link(channel: MarketPage.Name)}")).ShouldEndWith("form-action 'self' https://submit.market.example; frame-ancestors https://market.example");
        (await Policy($"?t={campaign.Link(channel: "portal")}")).ShouldEndWith("form-action 'self'; frame-ancestors https://portal.example");
        foreach (var query in new[] { "", "?t=nonsense", $"?t={campaign.Link()}", $"?t={campaign.Link(TimeSpan.FromSeconds(-1), MarketPage.Name)}" })
            (await Policy(query)).ShouldBe(SecurityHeaders.ContentPolicy);
    }

    [Fact]
    public async Task An_assignment_belongs_to_whoever_came_with_it_first()
    {
        await using var host = await Market();
        var campaign = await host.Campaign(8);
        var link = campaign.Link(channel: MarketPage.Name);
        var first = new Visitor(host, campaign);
        await first.Open("worker-1", link, assignment: "a-1");

        (await new Visitor(host, campaign).Open("worker-2", link, assignment: "a-1")).ShouldBeRefused(HttpStatusCode.Conflict, "assignment-taken");
        var again = new Visitor(host, campaign);
        (await again.Open("worker-1", link, assignment: "a-1")).Status.ShouldBe(HttpStatusCode.OK);
        again.Token.ShouldBe(first.Token);

        // A place given back and another taken: the work goes on, and the new place is the one that is handed in.
        (await again.Open("worker-1", link, assignment: "a-2")).Status.ShouldBe(HttpStatusCode.OK);
        again.Token.ShouldBe(first.Token);
        var seal = host.Services.GetRequiredService<IdentitySeal>();
        var session = await host.Ask<Guid>("select id from hit_session");
        seal.Open(session, await host.Ask<byte[]>("select sealed from participant_identity")).ShouldBe(new ExternalIdentity("worker-1", "a-2", "study-of-a-2", null));
        (await host.Ask<long>("select count(*) from participant")).ShouldBe(1);
    }

    [Fact]
    public async Task A_third_assignment_after_the_last_hit_is_refused_and_the_page_hands_in_as_the_channel_wants()
    {
        await using var host = await Market();
        var campaign = await host.Campaign(8);
        var link = campaign.Link(channel: MarketPage.Name);
        var visitor = new Visitor(host, campaign);
        await visitor.Open("worker-1", link, assignment: "a-1");
        await visitor.Consent();
        foreach (var trial in Visitor.Trials(await visitor.Page())) await visitor.AnswerRightly(trial);
        var left = await visitor.Post("leave", new { });

        var completion = left.Body.GetProperty("completion");
        completion.GetProperty("kind").GetString().ShouldBe("form");
        completion.GetProperty("url").GetString().ShouldBe("https://submit.market.example/done");
        completion.GetProperty("fields").GetProperty("assignment").GetString().ShouldBe("a-1");
        (await visitor.Open("worker-1", link, assignment: "a-1")).Body.GetProperty("completion").GetProperty("kind").GetString().ShouldBe("form");
        (await new Visitor(host, campaign).Open("worker-1", link, assignment: "a-2")).ShouldBeRefused(HttpStatusCode.Conflict, "hits-used");
    }

    [Fact]
    public async Task Our_own_page_keeps_no_identity()
    {
        await using var host = await CrowdHost.Start(cluster);
        var campaign = await host.Campaign(8);
        await Visitor.Warm(host, campaign, "somebody@example.org");
        (await host.Ask<long>("select count(*) from participant_identity")).ShouldBe(0);
        (await EverythingStored.Holding(host.Database, host.Objects, "somebody@example.org", Cancel)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_preview_leaves_nothing_behind()
    {
        await using var host = await CrowdHost.Start(cluster);
        var campaign = await host.Campaign(8);
        var visitor = new Visitor(host, campaign);
        var offer = await visitor.Post("preview", new { campaign = campaign.Id, link = campaign.Link() });

        offer.Body.GetProperty("campaign").GetProperty("trialsPerHit").GetInt32().ShouldBe(campaign.Spec.Hit.TrialsPerHit);
        (await visitor.Post("preview", new { campaign = campaign.Id, link = "nonsense" })).ShouldBeRefused(HttpStatusCode.Unauthorized, "link-invalid");
        (await host.Ask<long>("select (select count(*) from participant) + (select count(*) from hit_session) + (select count(*) from page)")).ShouldBe(0);
    }

    [Fact]
    public async Task The_next_hit_is_offered_in_the_same_browser_as_often_as_the_campaign_allows()
    {
        await using var host = await CrowdHost.Start(cluster);
        var campaign = await host.Campaign(8, spec => spec with { Hit = spec.Hit with { HitsPerParticipant = 2 } });
        var visitor = await Visitor.Warm(host, campaign);
        (await visitor.Open(again: true)).Body.GetProperty("state").GetString().ShouldBe("warm", "An unfinished HIT goes on.");
        await visitor.Post("leave", new { });
        var first = visitor.Token;
        (await visitor.Post("finish", new { })).Body.GetProperty("next").GetBoolean().ShouldBeTrue();

        var second = await visitor.Open(again: true);
        (second.Body.GetProperty("state").GetString(), second.Body.GetProperty("next").GetBoolean()).ShouldBe(("new", false));
        visitor.Token.ShouldNotBe(first);
        await visitor.Consent();
        await visitor.Post("leave", new { });
        var third = await visitor.Open(again: true);
        third.Body.GetProperty("session").GetString().ShouldBe(second.Body.GetProperty("session").GetString());
        (await host.Ask<long>("select count(*) from participant")).ShouldBe(1);
    }

    [Theory]
    [InlineData("""{"viewport":[0,800],"pixelRatio":1,"decodeMs":1,"touch":false,"family":"x"}""")]
    [InlineData("""{"viewport":[1280],"pixelRatio":1,"decodeMs":1,"touch":false,"family":"x"}""")]
    [InlineData("""{"viewport":[1280,800],"pixelRatio":-1,"decodeMs":1,"touch":false,"family":"x"}""")]
    [InlineData("""{"viewport":[1280,800],"pixelRatio":1,"decodeMs":1,"touch":false,"family":"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36"}""")]
    public async Task A_device_that_cannot_be_is_refused(string body)
    {
        await using var host = await CrowdHost.Start(cluster);
        var campaign = await host.Campaign(1);
        var visitor = new Visitor(host, campaign);
        await visitor.Open();
        var device = JsonSerializer.Deserialize<JsonElement>("""{"viewport":[1280,800],"pixelRatio":1,"frameMs":16.7,"decodeMs":1,"touch":false,"family":"x"}""");
        (await visitor.Post("device", device)).ShouldBeRefused(HttpStatusCode.Conflict, "consent-missing");
        await visitor.Consent();
        (await visitor.Post("device", JsonSerializer.Deserialize<JsonElement>(body))).ShouldBeRefused(HttpStatusCode.BadRequest, "device");
        (await visitor.Post("device", device)).Status.ShouldBe(HttpStatusCode.NoContent);
    }

    [Theory]
    [InlineData("192.0.2.17", "C00002")]
    [InlineData("::ffff:192.0.2.200", "C00002")]
    [InlineData("2001:db8:1:2:3:4:5:6", "20010DB80001")]
    public void A_network_is_the_coarse_part_of_an_address(string address, string prefix) =>
        Convert.ToHexString(CallerNetwork.Prefix(IPAddress.Parse(address))).ShouldBe(prefix);

    private Task<CrowdHost> Market() => CrowdHost.Start(cluster, services => services.AddSingleton<IChannelPage, MarketPage>());
}
