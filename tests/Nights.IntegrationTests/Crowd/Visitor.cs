using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Nights.Domain.Voting;

namespace Nights.IntegrationTests.Crowd;

/// <summary>A reply of the service: its status and its body.</summary>
internal sealed record Reply(HttpStatusCode Status, JsonElement Body, string Text, int Headers = 0)
{
    public string? Code => Status is HttpStatusCode.OK ? null : Body.GetProperty("code").GetString();

    public void ShouldBeRefused(HttpStatusCode status, string code) => (Status, Code).ShouldBe((status, code));
}

/// <summary>A participant's browser, as far as the server can tell.</summary>
internal sealed class Visitor(CrowdHost host, CampaignAtWork campaign)
{
    public string Token { get; set; } = "";
    public string State { get; private set; } = "";

    /// <summary>A visitor who has a session, has agreed and has passed practice.</summary>
    public static async Task<Visitor> Warm(CrowdHost host, CampaignAtWork campaign, string? participant = null)
    {
        var visitor = new Visitor(host, campaign);
        await visitor.Open(participant);
        if (visitor.State is "new")
        {
            await visitor.Consent();
            await visitor.Open(participant);
        }

        while (visitor.State is "consented")
        {
            var page = await visitor.Page();
            foreach (var trial in page.GetProperty("trials").EnumerateArray()) await visitor.AnswerRightly(trial);
            await visitor.Open(participant);
        }

        return visitor;
    }

    public async Task<Reply> Open(string? participant = null, string? link = null, string? resume = null, string? assignment = null, bool? again = null)
    {
        var reply = await Post("sessions", new
        {
            campaign = campaign.Id,
            link = link ?? campaign.Link(),
            resume = resume ?? (Token is "" ? null : Token),
            participant,
            assignment,
            study = assignment is null ? null : "study-of-" + assignment,
            again,
        });
        if (reply.Status is HttpStatusCode.OK) (Token, State) = (reply.Body.GetProperty("session").GetString()!, reply.Body.GetProperty("state").GetString()!);
        return reply;
    }

    public async Task Consent() => (await Post("consent", new { version = campaign.Spec.Hit.ConsentVersion })).Status.ShouldBe(HttpStatusCode.NoContent);

    public async Task<JsonElement> Page()
    {
        var reply = await Post("pages", new { });
        reply.Status.ShouldBe(HttpStatusCode.OK, reply.Text);
        return reply.Body;
    }

    public Task<Reply> Answer(Guid trial, string choice, Guid? submission = null, int responseMs = 900) => Post("answers", new
    {
        submission = submission ?? Guid.NewGuid(),
        trial,
        choice,
        responseMs,
        timing = new { shownAt = host.Clock.GetUtcNow(), decodeMs = 12, hiddenCount = 0, viewport = new[] { 1200, 800 }, pixelRatio = 1.5 },
    });

    public Task<Reply> Report(Guid trial) => Post("problems", new { submission = Guid.NewGuid(), trial, kind = "broken", text = "half of it is grey" });

    /// <summary>Gold as it is; a triplet by what the judge says, A when nothing is said.</summary>
    public async Task<Reply> AnswerRightly(JsonElement trial, Func<Guid, Variation>? judge = null)
    {
        var id = Id(trial);
        var row = await Row(id);
        return await Choose(id, row.AOnLeft, row.Gold ?? judge?.Invoke(row.Triplet!.Value) ?? Variation.A);
    }

    public Task<Reply> Choose(Guid trial, bool aOnLeft, Variation wanted) => Answer(trial, wanted is Variation.A == aOnLeft ? "left" : "right");

    /// <summary>What only the server knows of a trial.</summary>
    public async Task<(Guid? Triplet, Variation? Gold, bool AOnLeft)> Row(Guid trial)
    {
        await using var command = host.Database.CreateCommand("select t.triplet_id, g.answer, t.a_on_left from trial t left join gold g on g.id = t.gold_id where t.id = $1");
        command.Parameters.AddWithValue(trial);
        await using var row = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        await row.ReadAsync(TestContext.Current.CancellationToken);
        return (row.IsDBNull(0) ? null : row.GetGuid(0), row.IsDBNull(1) ? null : (Variation)row.GetInt16(1), row.GetBoolean(2));
    }

    public async Task<Reply> Post(string path, object body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/hit/{path}") { Content = JsonContent.Create(body) };
        if (path is not "sessions") request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        using var response = await host.Http.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return new Reply(response.StatusCode, text is "" ? default : JsonSerializer.Deserialize<JsonElement>(text), text, Length(response));
    }

    /// <summary>Characters in a reply's headers, the date left out.</summary>
    public static int Length(HttpResponseMessage reply) =>
        reply.Headers.Concat(reply.Content.Headers).Where(header => header.Key is not "Date").Sum(header => header.Key.Length + header.Value.Sum(value => value.Length));

    public static Guid Id(JsonElement trial) => trial.GetProperty("trial").GetGuid();

    public static IReadOnlyList<JsonElement> Trials(JsonElement page) => [.. page.GetProperty("trials").EnumerateArray()];
}
