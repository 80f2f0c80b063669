using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace Nights.Local.Simulation.Pages;

/// <summary>
/// The calls of the HIT page, as a browser makes them. A call that nobody answers, or that the server could not serve, is repeated as it was
/// (the same submission id included) until the patience is over; a refusal is not.
/// </summary>
internal sealed class HitClient(HttpClient http, HitLink link, TimeProvider clock, TimeSpan patience)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);

    private long repeats;

    /// <summary>Calls that had to be repeated.</summary>
    public long Repeats => Interlocked.Read(ref repeats);

    public Task<SessionReply> Open(string participant, CancellationToken cancel) =>
        Post<SessionReply>("sessions", new { campaign = link.Campaign, link = link.Token, participant }, session: null, cancel);

    public Task Consent(string session, string version, CancellationToken cancel) => Post<object?>("consent", new { version }, session, cancel);

    public Task<PageReply> Page(string session, CancellationToken cancel) => Post<PageReply>("pages", new { }, session, cancel);

    public Task<AnswerReply> Answer(string session, object answer, CancellationToken cancel) => Post<AnswerReply>("answers", answer, session, cancel);

    public Task<AnswerReply> Judge(string session, object judgement, CancellationToken cancel) => Post<AnswerReply>("judgements", judgement, session, cancel);

    public Task<FinishReply> Finish(string session, CancellationToken cancel) => Post<FinishReply>("finish", new { }, session, cancel);

    public Task<FinishReply> Leave(string session, CancellationToken cancel) => Post<FinishReply>("leave", new { }, session, cancel);

    public Task<byte[]> Picture(string address, CancellationToken cancel) => Repeat(
        () => new HttpRequestMessage(HttpMethod.Get, new Uri(link.Site, address)),
        response => response.Content.ReadAsByteArrayAsync(cancel),
        cancel);

    private Task<T> Post<T>(string call, object body, string? session, CancellationToken cancel) => Repeat(
        () => new HttpRequestMessage(HttpMethod.Post, new Uri(link.Site, $"api/hit/{call}"))
        {
            Content = JsonContent.Create(body, options: JsonSerializerOptions.Web),
            Headers = { Authorization = session is null ? null : new AuthenticationHeaderValue("Bearer", session) },
        },
        async response => response.StatusCode == HttpStatusCode.NoContent
            ? default!
            : await response.Content.ReadFromJsonAsync<T>(JsonSerializerOptions.Web, cancel) ?? throw new InvalidDataException($"POST {call} was answered with null."),
        cancel);

    private async Task<T> Repeat<T>(Func<HttpRequestMessage> request, Func<HttpResponseMessage, Task<T>> read, CancellationToken cancel)
    {
        var (start, pause) = (clock.GetTimestamp(), FirstPause);
        while (true)
        {
            var wait = pause;
            using var call = request();
            try
            {
                using var response = await http.SendAsync(call, cancel);
                if (response.IsSuccessStatusCode) return await read(response);
                if (!Passing(response.StatusCode)) throw await Refusal(call, response, cancel);
                wait = response.Headers.RetryAfter?.Delta ?? pause;
                if (Over(wait)) throw await Refusal(call, response, cancel);
            }
            catch (Exception nobody) when (nobody is HttpRequestException or IOException || (nobody is OperationCanceledException && !cancel.IsCancellationRequested))
            {
                if (Over(wait)) throw new HttpRequestException($"{call.Method} {call.RequestUri}: nobody answered for {patience.TotalSeconds:0} s. {nobody.Message}", nobody);
            }

            Interlocked.Increment(ref repeats);
            await Task.Delay(wait, clock, cancel);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }

        bool Over(TimeSpan wait) => clock.GetElapsedTime(start) + wait > patience;
    }

    private static bool Passing(HttpStatusCode status) =>
        status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError;

    private static async Task<HitRefusedException> Refusal(HttpRequestMessage call, HttpResponseMessage response, CancellationToken cancel)
    {
        var text = await response.Content.ReadAsStringAsync(cancel);
        var name = $"{call.Method} {call.RequestUri!.AbsolutePath}";
        try
        {
            using var problem = JsonDocument.Parse(text);
            return new HitRefusedException(name, response.StatusCode, Member("code") ?? "unknown", Member("detail") ?? Member("title"));

            string? Member(string member) =>
                problem.RootElement.ValueKind == JsonValueKind.Object && problem.RootElement.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String
                    ? value.GetString() : null;
        }
        catch (JsonException)
        {
            return new HitRefusedException(name, response.StatusCode, "unknown", text.Length is 0 or > 200 ? null : text);
        }
    }
}
