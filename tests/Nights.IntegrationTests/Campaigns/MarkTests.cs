using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Nights.TestServers;

namespace Nights.IntegrationTests.Campaigns;

public sealed class MarkTests(PostgresCluster postgres)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_operator_previews_excludes_and_reinstates_and_the_log_says_so()
    {
        await using var host = await CampaignsHost.Start(postgres);
        var campaign = await JudgedCampaign.Painted(host, 3);
        await JudgedCampaign.Judge(host, campaign, 0, "AAA");
        await JudgedCampaign.Judge(host, campaign, 1, "AB");
        var last = await host.Ask<Guid>("select v.participant_id from vote v join triplet t on t.id = v.triplet_id where t.number = 0 order by v.id desc limit 1");

        var preview = await Mark(host, campaign, last, new { kind = "exclude", scope = "campaign", reason = "looks away", preview = true });
        preview.GetProperty("mark").ValueKind.ShouldBe(JsonValueKind.Null);
        (await host.Ask<long>("select count(*) from participant_mark")).ShouldBe(0);
        (await host.Ask<long>("select count(*) from audit_entry where action like 'mark%'")).ShouldBe(0);

        var done = await Mark(host, campaign, last, new { kind = "exclude", scope = "campaign", reason = "looks away" });
        done.GetProperty("effect").GetRawText().ShouldBe(preview.GetProperty("effect").GetRawText());
        done.GetProperty("effect").GetProperty("acceptedFell").GetInt32().ShouldBe(1);
        (await host.Ask<long>("select count(*) from triplet where state = 2")).ShouldBe(0);

        var people = await host.Operator.GetFromJsonAsync<JsonElement>($"/api/v1/campaigns/{campaign}/participants", Cancel);
        var person = people.GetProperty("items").EnumerateArray().Single(one => one.GetProperty("id").GetGuid() == last);
        var mark = person.GetProperty("marks").EnumerateArray().ShouldHaveSingleItem();
        (mark.GetProperty("kind").GetString(), mark.GetProperty("by").GetString(), mark.GetProperty("reason").GetString()).ShouldBe(("exclude", "tester", "looks away"));
        person.GetProperty("quality").GetProperty("evidence").GetProperty("trials").GetInt32().ShouldBe(1);
        person.GetProperty("quality").GetProperty("accuracy").GetProperty("mean").GetDouble().ShouldBe(0.8);

        var lift = await Post(host, $"{Path(campaign, last)}/{done.GetProperty("mark").GetGuid()}/lift", new { reason = "it was the child" });
        lift.GetProperty("effect").GetProperty("accepted").GetInt32().ShouldBe(1);
        (await host.Ask<long>("select count(*) from triplet where state = 2")).ShouldBe(1);
        (await host.Ask<long>("select count(*) from audit_entry where subject = $1", $"{last}")).ShouldBe(2);
        (await host.Ask<string>("select lift_reason from participant_mark")).ShouldBe("it was the child");
    }

    [Fact]
    public async Task What_cannot_be_is_refused_with_the_mend()
    {
        await using var host = await CampaignsHost.Start(postgres);
        var campaign = await JudgedCampaign.Painted(host, 1);
        await JudgedCampaign.Judge(host, campaign, 0, "AA");
        var person = await host.Ask<Guid>("select participant_id from vote limit 1");

        await Refused(campaign, person, new { kind = "exclude", reason = " " }, HttpStatusCode.BadRequest, "Give a reason of 1 to 500 characters");
        await Refused(campaign, person, new { kind = "exclude", reason = "x", endsAt = DateTimeOffset.UtcNow.AddDays(1) }, HttpStatusCode.BadRequest, "Only a block or an allowance ends by itself");
        await Refused(campaign, person, new { kind = "block", reason = "x", endsAt = DateTimeOffset.UtcNow.AddDays(-1) }, HttpStatusCode.BadRequest, "has passed");
        await Refused(campaign, Guid.NewGuid(), new { kind = "warn", reason = "x" }, HttpStatusCode.NotFound, "no participant");
        await Refused(Guid.NewGuid(), person, new { kind = "warn", reason = "x" }, HttpStatusCode.NotFound, "no campaign");
        (await host.Ask<long>("select count(*) from participant_mark")).ShouldBe(0);

        async Task Refused(Guid where, Guid who, object body, HttpStatusCode status, string says)
        {
            var answer = await host.Operator.PostAsJsonAsync(Path(where, who), body, Cancel);
            answer.StatusCode.ShouldBe(status);
            (await answer.Content.ReadAsStringAsync(Cancel)).ShouldContain(says);
        }
    }

    [Fact]
    public async Task The_floor_is_set_by_what_trusted_participants_need()
    {
        await using var host = await CampaignsHost.Start(postgres);
        var campaign = await JudgedCampaign.Painted(host, 1);
        var times = await host.Operator.GetFromJsonAsync<JsonElement>($"/api/v1/campaigns/{campaign}/participants/times", Cancel);
        times.GetProperty("floorMs").GetInt32().ShouldBe(400);
        times.GetProperty("firstPercentileMs").ValueKind.ShouldBe(JsonValueKind.Null);

        await JudgedCampaign.Judge(host, campaign, 0, "A");
        await host.Do(
            """
            insert into gold (id, campaign_id, practice, displays, answer, created_at, kind) values ('00000000-0000-0000-0000-000000000001', $1, false, '{a,b,c}', 0, now(), 0)
            """, campaign);
        await host.Do(
            """
            insert into vote (campaign_id, trial_id, submission_id, session_id, participant_id, gold_id, round, choice, a_on_left, "right", response_ms, status, pay_minor, cast_at)
            select v.campaign_id, gen_random_uuid(), gen_random_uuid(), v.session_id, v.participant_id, '00000000-0000-0000-0000-000000000001', 0, 0, true, true, 500 + n, 1, 2, now()
            from vote v cross join generate_series(1, 300) n where v.status = 0
            """);
        times = await host.Operator.GetFromJsonAsync<JsonElement>($"/api/v1/campaigns/{campaign}/participants/times", Cancel);
        times.GetProperty("answers").GetInt32().ShouldBe(301);
        times.GetProperty("firstPercentileMs").GetDouble().ShouldBe(504, 0.001);
    }

    private static string Path(Guid campaign, Guid participant) => $"/api/v1/campaigns/{campaign}/participants/{participant}/marks";

    private static Task<JsonElement> Mark(CampaignsHost host, Guid campaign, Guid participant, object body) => Post(host, Path(campaign, participant), body);

    private static async Task<JsonElement> Post(CampaignsHost host, string path, object body)
    {
        var answer = await host.Operator.PostAsJsonAsync(path, body, Cancel);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync(Cancel));
        return await CampaignsHost.Body(answer);
    }
}
