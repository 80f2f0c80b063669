using System.Net;
using System.Net.Http.Json;
using Nights.Campaigns.Retention;
using Nights.TestServers;

namespace Nights.IntegrationTests.Campaigns;

public sealed class PersonRequestTests(PostgresCluster postgres)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_person_is_exported_and_erased_over_the_api_once()
    {
        await using var host = await CampaignsHost.Start(postgres);
        await host.Do("insert into participant (id, channel, pseudonym, state, created_at) values ('0190aa00-0000-7000-8000-000000000001', 'own', decode(repeat('ab', 32), 'hex'), 0, now())");
        var person = new { participant = "0190aa00-0000-7000-8000-000000000001" };

        using var export = await host.Operator.PostAsJsonAsync("/api/v1/participants/export", person, Cancel);
        (await CampaignsHost.Body(export)).GetProperty("channel").GetString().ShouldBe("own");
        (await host.Operator.PostAsJsonAsync("/api/v1/participants/erase", person, Cancel)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await host.Operator.PostAsJsonAsync("/api/v1/participants/erase", person, Cancel)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await host.Operator.PostAsJsonAsync("/api/v1/participants/export", person, Cancel)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await host.Anonymous.PostAsJsonAsync("/api/v1/participants/erase", person, Cancel)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await host.Ask<long>("select count(*) from participant where pseudonym = decode(repeat('ab', 32), 'hex')")).ShouldBe(0);
        (await host.Ask<long>("select count(*) from audit_entry where action in ('export participant', 'erase participant')")).ShouldBe(2);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"channel":"own"}""")]
    [InlineData("""{"participant":"0190aa00-0000-7000-8000-000000000001","channel":"own","externalId":"x"}""")]
    public async Task Somebody_named_by_half_is_asked_for_again(string body)
    {
        await using var host = await CampaignsHost.Start(postgres);
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        (await host.Operator.PostAsync("/api/v1/participants/erase", content, Cancel)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Networks_are_forgotten_after_their_days_and_not_before()
    {
        await using var host = await CampaignsHost.Start(postgres, ("Retention:NetworkDays", "30"));
        await host.Do(
            """
            insert into campaign (id, name, version, state, spec, created_at, cap_minor, committed_minor, planned_paintings)
            values ('0190aa00-0000-7000-8000-000000000009', 'c', 1, 0, '{"name": "c"}', now(), 0, 0, 0)
            """);
        await host.Do("insert into participant (id, channel, pseudonym, state, created_at) values ('0190aa00-0000-7000-8000-000000000001', 'own', 'x', 0, now())");
        await host.Do(
            """
            insert into hit_session (id, campaign_id, participant_id, token_hash, created_at, practice_failures, network)
            select gen_random_uuid(), '0190aa00-0000-7000-8000-000000000009', '0190aa00-0000-7000-8000-000000000001', decode(md5(day::text), 'hex'), now() - make_interval(days => day), 0, 'n'
            from unnest(array[1, 29, 31]) day
            """);

        await host.Get<ForgetNetworks>().Run(Cancel);

        (await host.Ask<long>("select count(*) from hit_session where network is not null")).ShouldBe(2);
    }
}
