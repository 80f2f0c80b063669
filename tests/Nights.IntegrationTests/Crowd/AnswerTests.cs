using System.Net;
using Nights.Domain.Voting;
using Nights.TestServers;

namespace Nights.IntegrationTests.Crowd;

public sealed class AnswerTests(PostgresCluster cluster)
{
    private static readonly TimeSpan PastTheLease = TimeSpan.FromSeconds(601);

    [Fact]
    public async Task The_same_answer_sent_twice_gets_the_same_reply_and_is_one_vote()
    {
        await using var host = await CrowdHost.Start(cluster);
        var campaign = await host.Campaign(8);
        var visitor = await Visitor.Warm(host, campaign);
        var trials = Visitor.Trials(await visitor.Page());
        var submission = Guid.NewGuid();

        var first = await visitor.Answer(Visitor.Id(trials[0]), "left", submission);
        await visitor.Answer(Visitor.Id(trials[1]), "left");
        var again = await visitor.Answer(Visitor.Id(trials[0]), "left", submission);

        first.Status.ShouldBe(HttpStatusCode.OK, first.Text);
        again.Text.ShouldBe(first.Text);
        (await Votes(host, Visitor.Id(trials[0]))).ShouldBe(1);
    }

    [Fact]
    public async Task Eight_racing_copies_of_an_answer_are_one_vote_and_get_one_reply()
    {
        await using var host = await CrowdHost.Start(cluster);
        var campaign = await host.Campaign(8);
        var visitor = await Visitor.Warm(host, campaign);
        var trial = Visitor.Id(Visitor.Trials(await visitor.Page())[0]);
        var submission = Guid.NewGuid();

        var replies = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => visitor.Answer(trial, "right", submission)));

        replies.ShouldAllBe(reply => reply.Status == HttpStatusCode.OK);
        replies.Select(reply => reply.Text).Distinct().Count().ShouldBe(1);
        (await Votes(host, trial)).ShouldBe(1);
    }

    [Fact]
    public async Task Two_tabs_work_on_one_page_and_the_first_answer_to_a_trial_stands()
    {
        await using var host = await CrowdHost.Start(cluster);
        var campaign = await host.Campaign(8);
        var tab = await Visitor.Warm(host, campaign, participant: "P-1");
        var other = await Visitor.Warm(host, campaign, participant: "P-1");

        var pages = await Task.WhenAll(tab.Page(), other.Page());
        pages[1].GetProperty("page").GetGuid().ShouldBe(pages[0].GetProperty("page").GetGuid());
        var trial = Visitor.Id(Visitor.Trials(pages[0])[0]);
        var first = await tab.Answer(trial, "left");
        var second = await other.Answer(trial, "right");

        second.Text.ShouldBe(first.Text);
        (await host.Ask<bool>("select (choice = 0) = a_on_left from vote where trial_id = $1", trial)).ShouldBeTrue("Left was chosen first.");
        Visitor.Trials(await other.Page())[0].GetProperty("submitted").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public async Task A_submission_id_serves_one_trial()
    {
        await using var host = await CrowdHost.Start(cluster);
        var campaign = await host.Campaign(8);
        var visitor = await Visitor.Warm(host, campaign);
        var trials = Visitor.Trials(await visitor.Page());
        var submission = Guid.NewGuid();

        await visitor.Answer(Visitor.Id(trials[0]), "left", submission);
        (await visitor.Answer(Visitor.Id(trials[1]), "left", submission)).ShouldBeRefused(HttpStatusCode.BadRequest, "submission-used");
        (await Votes(host, Visitor.Id(trials[1]))).ShouldBe(0);
    }

    [Fact]
    public async Task A_trial_of_somebody_else_is_not_answered()
    {
        await using var host = await CrowdHost.Start(cluster);
        var campaign = await host.Campaign(8);
        var owner = await Visitor.Warm(host, campaign);
        var other = await Visitor.Warm(host, campaign);
        var page = await owner.Page();

        (await other.Answer(Visitor.Id(Visitor.Trials(page)[0]), "left")).ShouldBeRefused(HttpStatusCode.Conflict, "lease-not-yours");
        (await other.Post("extend", new { page = page.GetProperty("page").GetGuid() })).ShouldBeRefused(HttpStatusCode.Conflict, "lease-not-yours");
        (await other.Answer(Guid.NewGuid(), "left")).ShouldBeRefused(HttpStatusCode.Conflict, "lease-not-yours");
    }

    [Fact]
    public async Task An_answer_after_the_slot_was_given_away_is_stored_and_paid_but_does_not_count()
    {
        await using var host = await CrowdHost.Start(cluster);
        var campaign = await host.Campaign(1, Plain);
        var (slow, quick, third) = (await Visitor.Warm(host, campaign), await Visitor.Warm(host, campaign), await Visitor.Warm(host, campaign));
        var late = Visitor.Trials(await slow.Page())[0];
        host.Clock.Advance(PastTheLease);
        foreach (var visitor in new[] { quick, third })
            (await visitor.AnswerRightly(Visitor.Trials(await visitor.Page())[0])).Status.ShouldBe(HttpStatusCode.OK);
        var before = await campaign.Committed();

        var reply = await slow.AnswerRightly(late);

        reply.Status.ShouldBe(HttpStatusCode.OK, reply.Text);
        (await host.Ask<short>("select status from vote where trial_id = $1", Visitor.Id(late))).ShouldBe((short)VoteStatus.Late);
        (await campaign.Committed()).ShouldBe(before + 2);
        (await campaign.Paid()).ShouldBe(before + 2);
        (await host.Ask<int>("select votes_a + votes_b from triplet where campaign_id = $1", campaign.Id)).ShouldBe(2);
    }

    [Fact]
    public async Task An_answer_after_the_lease_counts_while_nobody_else_has_the_slot()
    {
        await using var host = await CrowdHost.Start(cluster);
        var campaign = await host.Campaign(1, Plain);
        var visitor = await Visitor.Warm(host, campaign);
        var trial = Visitor.Trials(await visitor.Page())[0];
        host.Clock.Advance(PastTheLease);
        await using (var db = host.Db())
            (await Database.Crowd.ReapLeases.Run(db, host.Clock.GetUtcNow(), TestContext.Current.CancellationToken)).ShouldBe(1);
        (await campaign.Committed()).ShouldBe(0);

        await visitor.AnswerRightly(trial);

        (await host.Ask<short>("select status from vote where trial_id = $1", Visitor.Id(trial))).ShouldBe((short)VoteStatus.Counted);
        (await campaign.Committed()).ShouldBe(2);
    }

    [Fact]
    public async Task A_reported_trial_is_paid_and_asked_of_others_until_enough_have_reported_it()
    {
        await using var host = await CrowdHost.Start(cluster);
        var campaign = await host.Campaign(1, Plain);
        var (one, two) = (await Visitor.Warm(host, campaign), await Visitor.Warm(host, campaign));

        (await one.Report(Visitor.Id(Visitor.Trials(await one.Page())[0]))).Status.ShouldBe(HttpStatusCode.OK);
        (await host.Ask<long>("select count(*) from slot where campaign_id = $1 and state = 0", campaign.Id)).ShouldBe(2);
        (await one.Page()).GetProperty("reason").GetString().ShouldBe("nothing-now");
        await two.Report(Visitor.Id(Visitor.Trials(await two.Page())[0]));

        (await campaign.Triplets(Domain.Triplets.TripletState.Void)).ShouldBe(1);
        (await host.Ask<long>("select count(*) from slot where campaign_id = $1 and state <> 3", campaign.Id)).ShouldBe(0);
        (await campaign.Paid()).ShouldBe(4);
    }

    [Theory]
    [InlineData("""{"submission":"0190aa00-0000-7000-8000-000000000001","trial":"0190aa00-0000-7000-8000-000000000002","choice":"up","responseMs":1,"timing":{"shownAt":"2026-01-01T00:00:00Z","decodeMs":1,"hiddenCount":0,"viewport":[1,1],"pixelRatio":1}}""", "choice-unknown")]
    [InlineData("""{"submission":"0190aa00-0000-7000-8000-000000000001","trial":"0190aa00-0000-7000-8000-000000000002","choice":"left","responseMs":-5,"timing":{"shownAt":"2026-01-01T00:00:00Z","decodeMs":1,"hiddenCount":0,"viewport":[1,1],"pixelRatio":1}}""", "response-time")]
    [InlineData("""{"submission":"0190aa00-0000-7000-8000-000000000001","trial":"0190aa00-0000-7000-8000-000000000002","choice":"left","responseMs":5}""", "timing")]
    [InlineData("""{"submission":"nonsense"}""", "body-invalid")]
    [InlineData("{", "body-invalid")]
    public async Task A_body_that_is_none_is_refused(string body, string code)
    {
        await using var host = await CrowdHost.Start(cluster);
        var visitor = await Visitor.Warm(host, await host.Campaign(1, Plain));
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/hit/answers") { Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json") };
        request.Headers.Authorization = new("Bearer", visitor.Token);
        using var response = await host.Http.SendAsync(request, TestContext.Current.CancellationToken);

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        (await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain($"\"code\":\"{code}\"");
    }

    private static Domain.Campaigns.CampaignSpec Plain(Domain.Campaigns.CampaignSpec spec) =>
        spec with { Quality = spec.Quality with { Practice = 0, GoldShare = 0 } };

    private static Task<long> Votes(CrowdHost host, Guid trial) => host.Ask<long>("select count(*) from vote where trial_id = $1", trial);
}
