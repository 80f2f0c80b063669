using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace Nights.Tests.Generator.Remote;

/// <summary>The server the painter is held to is strict itself.</summary>
public sealed class ImagesServerTests
{
    private const string Good = """{"model":"dall-e-3","prompt":"a","n":1,"size":"64x64","response_format":"b64_json"}""";

    [Theory]
    [InlineData("""{"model":"dall-e-3","prompt":"a","seed":1}""", 400, "seed")]
    [InlineData("""{"model":"dall-e-3","prompt":"a","n":0}""", 400, "n")]
    [InlineData("""{"model":"dall-e-3","prompt":"a","n":11}""", 400, "n")]
    [InlineData("""{"model":"dall-e-3","prompt":"a","n":"1"}""", 400, "n")]
    [InlineData("""{"model":"dall-e-3","prompt":"a","size":"63x64"}""", 400, "size")]
    [InlineData("""{"model":"dall-e-3","prompt":"a","quality":"best"}""", 400, "quality")]
    [InlineData("""{"model":"dall-e-3","prompt":"a","style":"noir"}""", 400, "style")]
    [InlineData("""{"model":"dall-e-3","prompt":"a","response_format":"png"}""", 400, "response_format")]
    [InlineData("""{"model":"dall-e-3"}""", 400, "prompt")]
    [InlineData("""{"model":"dall-e-9","prompt":"a"}""", 404, "model")]
    [InlineData("""[1]""", 400, null)]
    [InlineData("""{"model":""", 400, null)]
    public async Task What_the_reference_does_not_allow_is_refused_and_not_charged(string body, int status, string? param)
    {
        await using var service = await PaidService.Start();

        var (answered, json) = await Post(service, body);

        answered.ShouldBe((HttpStatusCode)status);
        ((string?)json["error"]!["param"]).ShouldBe(param);
        (service.Server.Charged, service.Server.Complaints.Count).ShouldBe((0, 1));
    }

    [Fact]
    public async Task A_prompt_that_is_too_long_and_a_wrong_key_are_refused()
    {
        await using var service = await PaidService.Start();

        (await Post(service, $$"""{"model":"dall-e-3","prompt":"{{new string('a', 4001)}}"}""")).Status.ShouldBe(HttpStatusCode.BadRequest);
        (await Post(service, Good, bearer: "sk-other")).Status.ShouldBe(HttpStatusCode.Unauthorized);
        (await Post(service, Good, type: "text/plain")).Status.ShouldBe(HttpStatusCode.UnsupportedMediaType);
        (await Post(service, Good, key: null)).Status.ShouldBe(HttpStatusCode.BadRequest);
        (await Post(service, Good, path: "/images")).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_key_gives_its_answer_again_and_is_charged_once_and_for_one_body()
    {
        await using var service = await PaidService.Start();

        var (_, first) = await Post(service, Good);
        var (_, second) = await Post(service, Good);
        var (other, _) = await Post(service, Good.Replace("\"a\"", "\"b\"", StringComparison.Ordinal));

        second.ToJsonString().ShouldBe(first.ToJsonString());
        (other, service.Server.Charged).ShouldBe((HttpStatusCode.BadRequest, 1));
    }

    private static async Task<(HttpStatusCode Status, JsonNode Json)> Post(
        PaidService service, string body, string? bearer = null, string type = "application/json", string? key = "k", string path = "/images/generations")
    {
        using var http = new HttpClient();
        using var message = new HttpRequestMessage(HttpMethod.Post, service.Server.Endpoint + path) { Content = new StringContent(body, Encoding.UTF8, type) };
        message.Headers.Add("Authorization", $"Bearer {bearer ?? service.Server.Rules.ApiKey}");
        if (key is not null)
            message.Headers.Add("Idempotency-Key", key);
        using var reply = await http.SendAsync(message, TestContext.Current.CancellationToken);
        return (reply.StatusCode, JsonNode.Parse(await reply.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!);
    }
}
