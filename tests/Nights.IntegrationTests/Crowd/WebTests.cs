using System.Net;
using System.Text;
using Nights.TestServers;

namespace Nights.IntegrationTests.Crowd;

public sealed class WebTests(PostgresCluster cluster)
{
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    [Theory]
    [InlineData("/w/0190aa00-0000-7000-8000-000000000001?t=x", "text/html", "no-cache")]
    [InlineData("/hit/js/main.js", "text/javascript", "no-cache")]
    [InlineData("/hit/hit.css", "text/css", "no-cache")]
    [InlineData("/i/nonsense", "application/problem+json", "no-store")]
    [InlineData("/api/hit/nonsense", "application/problem+json", "no-store")]
    public async Task Every_answer_carries_the_headers_that_keep_the_page_to_itself(string path, string type, string cache)
    {
        await using var host = await CrowdHost.Start(cluster);
        using var response = await host.Http.GetAsync(path, TestContext.Current.CancellationToken);

        response.Content.Headers.ContentType?.MediaType.ShouldBe(type);
        response.Headers.GetValues("Content-Security-Policy").ShouldBe([Policy]);
        response.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
        response.Headers.GetValues("Referrer-Policy").ShouldBe(["no-referrer"]);
        response.Headers.Contains("Permissions-Policy").ShouldBeTrue();
        response.Headers.CacheControl!.ToString().ShouldBe(cache);
        response.Headers.Server.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_page_is_the_same_bytes_for_every_campaign_and_revalidated()
    {
        await using var host = await CrowdHost.Start(cluster);
        var cancel = TestContext.Current.CancellationToken;
        using var one = await host.Http.GetAsync("/w/0190aa00-0000-7000-8000-000000000001", cancel);
        var other = await host.Http.GetStringAsync("/w/%3Cscript%3E", cancel);
        (await one.Content.ReadAsStringAsync(cancel)).ShouldBe(other);

        using var again = new HttpRequestMessage(HttpMethod.Get, "/w/x");
        again.Headers.IfNoneMatch.Add(one.Headers.ETag!);
        (await host.Http.SendAsync(again, cancel)).StatusCode.ShouldBe(HttpStatusCode.NotModified);
    }

    [Fact]
    public async Task A_body_above_sixteen_kibibytes_is_refused()
    {
        await using var host = await CrowdHost.Start(cluster);
        using var content = new StringContent($$"""{"campaign":"{{new string('x', 17_000)}}","link":""}""", Encoding.UTF8, "application/json");
        using var response = await host.Http.PostAsync("/api/hit/sessions", content, TestContext.Current.CancellationToken);
        response.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        (await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain("body-too-large");
    }

    [Fact]
    public async Task Without_an_allowance_for_loopback_calls_and_new_sessions_are_limited()
    {
        await using var host = await CrowdHost.Start(
            cluster, ("Crowd:TrustLoopback", "false"), ("Crowd:CallBurst", "3"), ("Crowd:CallsPerSecond", "1"), ("Crowd:SessionsPerMinute", "2"));
        var campaign = await host.Campaign(8);
        var visitor = new Visitor(host, campaign);
        await visitor.Open();

        var replies = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => visitor.Post("pages", new { })));
        replies.Count(reply => reply.Status is HttpStatusCode.TooManyRequests).ShouldBeGreaterThanOrEqualTo(3);
        replies.First(reply => reply.Status is HttpStatusCode.TooManyRequests).Code.ShouldBe("too-many-calls");

        await visitor.Open();
        using var body = new StringContent("{}", Encoding.UTF8, "application/json");
        using var limited = await host.Http.PostAsync("/api/hit/sessions", body, TestContext.Current.CancellationToken);
        limited.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        limited.Headers.RetryAfter!.Delta!.Value.ShouldBeGreaterThan(TimeSpan.Zero);
    }
}
