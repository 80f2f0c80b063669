using System.Net;
using Nights.Channels.Faults;

namespace Nights.Channels;

/// <summary>Sends one request and sorts what can go wrong by what it means for the other side.</summary>
internal static class MarketplaceHttp
{
    /// <summary>Longest part of a marketplace's refusal that is shown; it never holds a secret of ours.</summary>
    private const int LongestWords = 500;

    /// <returns>The body of a good answer.</returns>
    /// <param name="who">The marketplace, for the message.</param>
    /// <param name="explain">Finds the marketplace's own words in the body of a refusal.</param>
    public static async Task<string> Ask(HttpClient http, HttpRequestMessage request, string who, Func<string, string?> explain, CancellationToken cancel)
    {
        var what = $"{request.Method} {request.RequestUri!.AbsolutePath}";
        try
        {
            using var reply = await http.SendAsync(request, cancel);
            var body = await reply.Content.ReadAsStringAsync(cancel);
            if (reply.IsSuccessStatusCode) return body;
            var words = Cut(explain(body) ?? body);
            throw reply.StatusCode switch
            {
                HttpStatusCode.TooManyRequests => new ChannelAwayException($"{who} asks to wait ({what}).", reply.Headers.RetryAfter?.Delta),
                HttpStatusCode.RequestTimeout => new ChannelUncertainException($"{who} gave up waiting ({what})."),
                >= HttpStatusCode.InternalServerError => new ChannelUncertainException($"{who} answered {(int)reply.StatusCode} to {what}."),
                HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden =>
                    new ChannelRefusedException($"{who} does not let us in ({(int)reply.StatusCode}, {what}): {words} Check the channel's key."),
                _ => new ChannelRefusedException($"{who} refused {what} with {(int)reply.StatusCode}: {words}"),
            };
        }
        catch (HttpRequestException fault) when (fault.HttpRequestError is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError)
        {
            throw new ChannelAwayException($"{who} cannot be reached ({fault.HttpRequestError}, {what}).", inner: fault);
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException || (fault is TaskCanceledException && !cancel.IsCancellationRequested))
        {
            throw new ChannelUncertainException($"{who} did not answer {what}.", fault);
        }
    }

    private static string Cut(string words) => words.Length <= LongestWords ? words : words[..LongestWords] + "…";
}
