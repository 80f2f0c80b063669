using System.Net;
using System.Net.Http.Json;
using Nights.Campaigns.Operators;
using Nights.TestServers;

namespace Nights.IntegrationTests.Campaigns;

public sealed class AccessTests(PostgresCluster postgres)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Only_a_key_that_is_known_and_not_revoked_opens_the_api()
    {
        await using var host = await CampaignsHost.Start(postgres);
        (await Status(host.Anonymous)).ShouldBe(HttpStatusCode.Unauthorized);
        (await Status(host.WithKey("nk_wrong"))).ShouldBe(HttpStatusCode.Unauthorized);
        (await Status(host.Operator)).ShouldBe(HttpStatusCode.OK);

        await host.Do("update operator_key set revoked_at = now()");

        (await Status(host.Operator)).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Of_eight_racing_uses_of_a_set_up_token_one_gets_a_key()
    {
        await using var host = await CampaignsHost.Start(postgres);
        await using var db = host.Db();
        var token = await OperatorKeys.CreateOneTime(db, TimeSpan.FromHours(1), TimeProvider.System, Cancel);
        using var holder = host.WithKey(token);
        (await Status(holder)).ShouldBe(HttpStatusCode.Forbidden);

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(n => holder.PostAsJsonAsync("/api/v1/keys", new { name = $"operator {n}" }, Cancel)));

        answers.Count(answer => answer.StatusCode is HttpStatusCode.OK).ShouldBe(1);
        answers.Count(answer => answer.StatusCode is HttpStatusCode.Unauthorized).ShouldBe(7);
        var key = (await CampaignsHost.Body(answers.Single(answer => answer.IsSuccessStatusCode))).GetProperty("key").GetString()!;
        (await Status(host.WithKey(key))).ShouldBe(HttpStatusCode.OK);
        (await host.Ask<long>("select count(*) from audit_entry where action = 'exchange set-up token'")).ShouldBe(1);
    }

    [Fact]
    public async Task An_expired_set_up_token_is_nothing()
    {
        await using var host = await CampaignsHost.Start(postgres);
        await using var db = host.Db();
        var token = await OperatorKeys.CreateOneTime(db, TimeSpan.FromSeconds(-1), TimeProvider.System, Cancel);
        using var holder = host.WithKey(token);
        (await holder.PostAsJsonAsync("/api/v1/keys", new { name = "late" }, Cancel)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task The_console_and_the_jobs_send_strangers_to_the_log_in_page_which_no_frame_may_hold()
    {
        await using var host = await CampaignsHost.Start(postgres);
        foreach (var page in new[] { "/", "/datasets", "/jobs", "/campaigns/new" })
        {
            var answer = await host.Anonymous.GetAsync(page, Cancel);
            answer.StatusCode.ShouldBe(HttpStatusCode.Redirect, page);
            answer.Headers.Location!.OriginalString.ShouldContain("/login");
        }

        var login = await host.Anonymous.GetAsync("/login", Cancel);
        login.StatusCode.ShouldBe(HttpStatusCode.OK);
        login.Headers.GetValues("Content-Security-Policy").ShouldContain(policy => policy.Contains("frame-ancestors 'none'") && policy.Contains("default-src 'none'"));
        (await host.Anonymous.GetAsync("/_framework/blazor.web.js", Cancel)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await host.Anonymous.GetAsync("/_content/MudBlazor/MudBlazor.min.css", Cancel)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await host.Anonymous.GetAsync("/console/console.css", Cancel)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    private static async Task<HttpStatusCode> Status(HttpClient client) => (await client.GetAsync("/api/v1/campaigns", Cancel)).StatusCode;
}
