using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Nights.Channels.Faults;

namespace Nights.Channels.Prolific;

/// <summary>Prolific's REST interface: one token, JSON both ways, lists page by page.</summary>
internal sealed class ProlificApi(HttpClient http, ProlificOptions options)
{
    private const string Who = "Prolific";

    public Task<JsonElement> Get(string path, CancellationToken cancel) => Send(HttpMethod.Get, path, null, cancel);

    public Task<JsonElement> Post(string path, object? body, CancellationToken cancel) => Send(HttpMethod.Post, path, body ?? new { }, cancel);

    public Task<JsonElement> Patch(string path, object body, CancellationToken cancel) => Send(HttpMethod.Patch, path, body, cancel);

    public Task<JsonElement> Delete(string path, object? body, CancellationToken cancel) => Send(HttpMethod.Delete, path, body, cancel);

    /// <summary>Everything a list has. Ends with a page that is not full, however many the marketplace says there are.</summary>
    /// <param name="path">With its query.</param>
    public async IAsyncEnumerable<JsonElement> List(string path, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
    {
        for (var page = 1; ; page++)
        {
            var reply = await Get($"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}page_size={options.PageSize}&page={page}", cancel);
            var results = reply.GetProperty("results");
            foreach (var one in results.EnumerateArray()) yield return one;
            if (results.GetArrayLength() < options.PageSize) yield break;
        }
    }

    private async Task<JsonElement> Send(HttpMethod method, string path, object? body, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(method, new Uri(options.Api, path));
        request.Headers.Authorization = new AuthenticationHeaderValue("Token", options.Token);
        if (body is not null) request.Content = JsonContent.Create(body);
        var text = await MarketplaceHttp.Ask(http, request, Who, Words, cancel);
        try
        {
            return text.Length is 0 ? default : JsonSerializer.Deserialize<JsonElement>(text);
        }
        catch (JsonException fault)
        {
            throw new ChannelUncertainException($"{Who} answered {method} {path} with something that is no JSON.", fault);
        }
    }

    /// <summary>{"error": {"title": …, "detail": … }}, where the detail may be text, a list or an object.</summary>
    private static string? Words(string body)
    {
        try
        {
            var error = JsonSerializer.Deserialize<JsonElement>(body).GetProperty("error");
            return $"{error.GetProperty("title").GetString()}: {error.GetProperty("detail")}";
        }
        catch (Exception fault) when (fault is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return null;
        }
    }
}
