using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.Options;
using Nights.Generator.Remote.Service;

namespace Nights.Generator.Remote.Pictures;

/// <summary>
/// Fetches a picture that a service answered as an address. The address is the service's word, so it is trusted with nothing: http and https only, public
/// addresses only (unless the service is on this machine), a few redirects, a size limit, and the key to the endpoint's own origin alone.
/// </summary>
internal sealed class PictureFetch(RemoteHttp http, IOptions<RemoteOptions> options, TimeProvider clock)
{
    private const int MostRedirects = 3;
    private readonly RemoteOptions options = options.Value;

    /// <returns>The file, or the problem that will not go away.</returns>
    /// <exception cref="ServiceFaultException">The picture may be had later.</exception>
    public async Task<(byte[]? File, string? Problem)> Get(string url, CancellationToken cancel)
    {
        using var limit = new CancellationTokenSource(options.Timeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancel);
        var host = "its address";
        try
        {
            var at = Address(null, url);
            for (var redirects = 0; at is not null && redirects <= MostRedirects; redirects++)
            {
                host = at.Authority;
                using var reply = await Ask(at, either.Token);
                if (reply.StatusCode is < HttpStatusCode.MultipleChoices or >= HttpStatusCode.BadRequest)
                    return await Read(reply, host, either.Token);
                at = Address(at, reply.Headers.Location?.OriginalString ?? "");
            }
            return (null, at is null ? "its address is none of http or https that may be followed" : $"{host} redirects more than {MostRedirects} times");
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw Later($"{host} did not give the picture within {options.TimeoutSeconds} s");
        }
        catch (HttpRequestException fault) when (fault.InnerException is PrivateAddressException)
        {
            return (null, $"its address leads into a private network ({host})");
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException)
        {
            throw Later($"the picture cannot be fetched from {host}: {fault.GetBaseException().Message}");
        }
    }

    private async Task<HttpResponseMessage> Ask(Uri at, CancellationToken cancel)
    {
        using var message = new HttpRequestMessage(HttpMethod.Get, at);
        if (options.ApiKey.Length > 0 && (at.Scheme, at.Authority) == (options.Address.Scheme, options.Address.Authority))
            message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", options.ApiKey);
        return await http.Pictures.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancel);
    }

    private async Task<(byte[]?, string?)> Read(HttpResponseMessage reply, string host, CancellationToken cancel)
    {
        if (reply.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout or >= HttpStatusCode.InternalServerError)
            throw Later($"{host} answered {(int)reply.StatusCode} for the picture");
        if (reply.StatusCode != HttpStatusCode.OK)
            return (null, $"{host} answered {(int)reply.StatusCode} for it; addresses of pictures expire");
        var type = reply.Content.Headers.ContentType?.MediaType ?? "";
        if (!type.StartsWith("image/", StringComparison.OrdinalIgnoreCase) && type is not ("" or "application/octet-stream" or "binary/octet-stream"))
            return (null, $"{host} gave {type} for it, which is no picture");
        return await LimitedBody.Read(reply.Content, options.LargestPictureBytes, cancel) is { } file
            ? (file, null)
            : (null, $"it has more than {options.LargestPictureBytes} bytes (Generator:Remote:LargestPictureBytes)");
    }

    // Never from https down to http, and no address that carries a user.
    private static Uri? Address(Uri? from, string text) =>
        Uri.TryCreate(text, UriKind.RelativeOrAbsolute, out var given)
        && (given.IsAbsoluteUri ? given : from is null ? null : new Uri(from, given)) is { Scheme: "http" or "https", UserInfo: "" } at
        && !(from is { Scheme: "https" } && at.Scheme == "http")
            ? at
            : null;

    private static ServiceFaultException Later(string words) => new(words, mayBeRepeated: true);
}
