using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Web;

namespace Nights.FaultTests.Channels;

/// <summary>A participant whose browser a marketplace sends to the HIT page, as far as the server can tell.</summary>
internal static class Participant
{
    /// <summary>Agrees, answers every trial of the HIT and takes what the page brings back to the marketplace.</summary>
    /// <returns>The completion code.</returns>
    public static async Task<string> DoesTheHit(Uri address, CancellationToken cancel)
    {
        using var http = new HttpClient { BaseAddress = new Uri(address, "/api/hit/") };
        var query = HttpUtility.ParseQueryString(address.Query);
        var session = await Post("sessions", new
        {
            campaign = address.Segments[^1],
            link = query["t"],
            participant = query["PROLIFIC_PID"],
            assignment = query["SESSION_ID"],
            study = query["STUDY_ID"],
        });
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", session.GetProperty("session").GetString());
        await Post("consent", new { version = session.GetProperty("campaign").GetProperty("consentVersion").GetString() });
        for (var page = await Post("pages", new { }); page.TryGetProperty("trials", out var trials); page = await Post("pages", new { }))
        {
            foreach (var trial in trials.EnumerateArray())
            {
                await Post("answers", new
                {
                    submission = Guid.CreateVersion7(),
                    trial = trial.GetProperty("trial").GetGuid(),
                    choice = "left",
                    responseMs = 900,
                    timing = new { shownAt = TimeProvider.System.GetUtcNow(), decodeMs = 1, hiddenCount = 0, viewport = new[] { 1280, 720 }, pixelRatio = 1 },
                });
            }
        }

        return (await Post("finish", new { })).GetProperty("completion").GetProperty("code").GetString()!;

        async Task<JsonElement> Post(string call, object body)
        {
            using var reply = await http.PostAsJsonAsync(call, body, cancel);
            var text = await reply.Content.ReadAsStringAsync(cancel);
            reply.IsSuccessStatusCode.ShouldBeTrue($"{call}: {(int)reply.StatusCode} {text}");
            return text is "" ? default : JsonSerializer.Deserialize<JsonElement>(text);
        }
    }
}
