using System.Net;
using System.Text.Json;
using Nights.Domain.Triplets;
using Nights.TestServers;

namespace Nights.IntegrationTests.Crowd;

public sealed class WholeHitTests(PostgresCluster cluster)
{
    [Fact]
    public async Task A_participant_goes_from_the_link_to_the_completion_code()
    {
        await using var host = await CrowdHost.Start(cluster);
        var campaign = await host.Campaign(paintings: 12);
        var visitor = new Visitor(host, campaign);

        var opened = await visitor.Open();
        opened.Status.ShouldBe(HttpStatusCode.OK, opened.Text);
        visitor.State.ShouldBe("new");
        opened.Body.GetProperty("campaign").GetProperty("payMinor").GetInt64().ShouldBe(16);
        opened.Body.GetProperty("progress").GetProperty("total").GetInt32().ShouldBe(8);
        (await visitor.Post("pages", new { })).ShouldBeRefused(HttpStatusCode.Conflict, "consent-missing");
        await visitor.Consent();

        var practice = await visitor.Page();
        practice.GetProperty("practice").GetBoolean().ShouldBeTrue();
        foreach (var trial in Visitor.Trials(practice))
            (await visitor.AnswerRightly(trial)).Body.GetProperty("feedback").GetString().ShouldBe("right");

        var numbers = new List<int>();
        for (var page = await visitor.Page(); page.GetProperty("page").ValueKind is not JsonValueKind.Null; page = await visitor.Page())
        {
            Visitor.Trials(page).Count.ShouldBe(4);
            (await visitor.Post("finish", new { })).ShouldBeRefused(HttpStatusCode.Conflict, "answers-missing");
            foreach (var trial in Visitor.Trials(page))
            {
                numbers.Add(trial.GetProperty("number").GetInt32());
                var answered = await visitor.AnswerRightly(trial);
                answered.Status.ShouldBe(HttpStatusCode.OK, answered.Text);
                answered.Body.GetProperty("feedback").ValueKind.ShouldBe(JsonValueKind.Null, "Only practice tells what was right.");
            }
        }

        numbers.ShouldBe(Enumerable.Range(1, 8));
        (await visitor.Page()).GetProperty("reason").GetString().ShouldBe("finished");
        var finished = await visitor.Post("finish", new { comment = "nice cats" });
        finished.Status.ShouldBe(HttpStatusCode.OK, finished.Text);
        finished.Body.GetProperty("answered").GetInt32().ShouldBe(8);
        finished.Body.GetProperty("payMinor").GetInt64().ShouldBe(20, "Eight trials and two of practice at 2 each.");
        var code = finished.Body.GetProperty("code").GetString();
        code.ShouldNotBeNullOrWhiteSpace();
        (await visitor.Post("finish", new { })).Body.GetProperty("code").GetString().ShouldBe(code);
        (await visitor.Open()).Body.GetProperty("code").GetString().ShouldBe(code);
        visitor.State.ShouldBe("finished");
        (await campaign.Committed()).ShouldBe(await campaign.Paid());
        (await host.Ask<long>("select count(*) from vote where campaign_id = $1 and status = 0", campaign.Id)).ShouldBe(6);
    }

    [Fact]
    public async Task Three_who_agree_keep_a_triplet_and_a_dissent_drops_one()
    {
        await using var host = await CrowdHost.Start(cluster);
        var campaign = await host.Campaign(2, spec => spec with { Quality = spec.Quality with { Practice = 0, GoldShare = 0 } });
        var disputed = await host.Ask<Guid>("select id from triplet where campaign_id = $1 order by number limit 1", campaign.Id);

        for (var person = 0; person < 3; person++)
        {
            var visitor = await Visitor.Warm(host, campaign);
            var page = await visitor.Page();
            if (page.GetProperty("page").ValueKind is JsonValueKind.Null) continue;
            foreach (var trial in Visitor.Trials(page))
            {
                var row = await visitor.Row(Visitor.Id(trial));
                var wanted = row.Triplet == disputed && person is 1 ? Domain.Voting.Variation.B : Domain.Voting.Variation.A;
                (await visitor.Choose(Visitor.Id(trial), row.AOnLeft, wanted)).Status.ShouldBe(HttpStatusCode.OK);
            }
        }

        (await campaign.Triplets(TripletState.Accepted)).ShouldBe(1);
        (await campaign.Triplets(TripletState.Dropped)).ShouldBe(1);
        (await host.Ask<long>("select count(*) from slot where campaign_id = $1 and state in (0, 1)", campaign.Id)).ShouldBe(0);
        (await host.Ask<long>("select count(*) from vote where triplet_id = $1", disputed)).ShouldBe(2);
    }
}
