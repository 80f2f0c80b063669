using System.Net;
using Nights.Domain.Campaigns;
using Nights.TestServers;

namespace Nights.IntegrationTests.Crowd;

public sealed class SessionTests(PostgresCluster cluster)
{
    [Fact]
    public async Task A_link_that_is_forged_or_old_or_of_another_campaign_opens_nothing()
    {
        await using var host = await CrowdHost.Start(cluster);
        var (campaign, other) = (await host.Campaign(1), await host.Campaign(1));
        var visitor = new Visitor(host, campaign);
        var link = campaign.Link();
        var forged = link[..10] + (link[10] is 'A' ? 'B' : 'A') + link[11..];

        (await visitor.Open(link: "nonsense")).ShouldBeRefused(HttpStatusCode.Unauthorized, "link-invalid");
        (await visitor.Open(link: forged)).ShouldBeRefused(HttpStatusCode.Unauthorized, "link-invalid");
        (await visitor.Open(link: other.Link())).ShouldBeRefused(HttpStatusCode.Unauthorized, "link-invalid");
        (await visitor.Open(link: campaign.Link(TimeSpan.FromSeconds(-1)))).ShouldBeRefused(HttpStatusCode.Unauthorized, "link-expired");
        (await host.Ask<long>("select count(*) from hit_session")).ShouldBe(0);
        (await host.Ask<long>("select count(*) from participant")).ShouldBe(0);
    }

    [Theory]
    [InlineData(CampaignState.Draft)]
    [InlineData(CampaignState.Finished)]
    public async Task A_campaign_that_does_not_run_takes_nobody_in(CampaignState state)
    {
        await using var host = await CrowdHost.Start(cluster);
        var campaign = await host.Campaign(1, state: state);
        (await new Visitor(host, campaign).Open()).ShouldBeRefused(HttpStatusCode.Conflict, "campaign-closed");
    }

    [Fact]
    public async Task A_paused_campaign_hands_out_nothing_and_keeps_what_comes_in()
    {
        await using var host = await CrowdHost.Start(cluster);
        var campaign = await host.Campaign(8);
        var visitor = await Visitor.Warm(host, campaign);
        var trials = Visitor.Trials(await visitor.Page());
        await host.Ask<Guid>("update campaign set state = 2 where id = $1 returning id", campaign.Id);

        foreach (var trial in trials) (await visitor.AnswerRightly(trial)).Status.ShouldBe(HttpStatusCode.OK);
        (await visitor.Page()).GetProperty("reason").GetString().ShouldBe("nothing-now");
    }

    [Fact]
    public async Task A_participant_named_by_the_channel_has_as_many_hits_as_the_campaign_allows()
    {
        await using var host = await CrowdHost.Start(cluster);
        var campaign = await host.Campaign(8, spec => spec with { Hit = spec.Hit with { HitsPerParticipant = 2 } });

        async Task<string> Take()
        {
            var visitor = await Visitor.Warm(host, campaign, "worker-17");
            await visitor.Post("leave", new { });
            return visitor.Token;
        }

        var (first, second, third) = (await Take(), await Take(), await Take());
        second.ShouldNotBe(first);
        third.ShouldBe(second, "The cap is reached: the last HIT is shown again.");
        (await host.Ask<long>("select count(*) from participant")).ShouldBe(1);
        (await host.Ask<long>("select count(*) from participant where position('worker-17'::bytea in pseudonym) > 0")).ShouldBe(0);
    }

    [Fact]
    public async Task A_session_is_resumed_by_its_token_and_not_by_an_invented_one()
    {
        await using var host = await CrowdHost.Start(cluster);
        var campaign = await host.Campaign(8);
        var visitor = await Visitor.Warm(host, campaign);
        var token = visitor.Token;

        await visitor.Open(resume: token);
        visitor.Token.ShouldBe(token);
        visitor.Token = token[..^1] + (token[^1] is 'A' ? 'B' : 'A');
        (await visitor.Post("pages", new { })).ShouldBeRefused(HttpStatusCode.Unauthorized, "session-invalid");
    }

    [Fact]
    public async Task Whoever_fails_practice_twice_goes_no_further_and_is_paid_for_it()
    {
        await using var host = await CrowdHost.Start(cluster);
        var campaign = await host.Campaign(8);
        var visitor = new Visitor(host, campaign);
        await visitor.Open();
        await visitor.Consent();

        for (var round = 0; round < 2; round++)
        {
            foreach (var trial in Visitor.Trials(await visitor.Page()))
            {
                var row = await visitor.Row(Visitor.Id(trial));
                (await visitor.Choose(Visitor.Id(trial), row.AOnLeft, 1 - row.Gold!.Value)).Body.GetProperty("feedback").GetString().ShouldBe("wrong");
            }
        }

        (await visitor.Page()).GetProperty("reason").GetString().ShouldBe("excluded");
        var left = await visitor.Post("leave", new { });
        left.Body.GetProperty("code").GetString().ShouldNotBeNullOrEmpty();
        left.Body.GetProperty("payMinor").GetInt64().ShouldBe(8);
    }
}
