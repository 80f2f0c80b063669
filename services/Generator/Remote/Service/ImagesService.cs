using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.Options;
using Nights.Generator.Remote.Requests;

namespace Nights.Generator.Remote.Service;

/// <summary>
/// The service, asked once: <c>POST {endpoint}/images/generations</c>. Every end of a request is an answer, also none at all; only cancellation throws.
/// Source: the OpenAI API reference, "Create image", and its error codes.
/// </summary>
internal sealed class ImagesService(RemoteHttp http, IOptions<RemoteOptions> options, TimeProvider clock)
{
    private const int LargestError = 64 << 10, AroundPictures = 1 << 20;
    private readonly RemoteOptions options = options.Value;

    public async Task<ServiceAnswer> Ask(ImagesRequest request, CancellationToken cancel)
    {
        using var limit = new CancellationTokenSource(options.Timeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancel);
        try
        {
            using var message = Message(request);
            using var reply = await http.Service.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, either.Token);
            var answer = await Read(reply, request, either.Token);
            return answer with
            {
                Words = Secretless(answer.Words),
                Status = (int)reply.StatusCode,
                RequestId = RequestId(reply) is { } id ? Secretless(id) : null,
                Images = [.. answer.Images.Select(image => image with { RevisedPrompt = image.RevisedPrompt is { } prompt ? Secretless(prompt) : null })],
            };
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return Unknown($"{options.Host} gave no whole answer within {options.TimeoutSeconds} s (Generator:Remote:TimeoutSeconds)");
        }
        catch (HttpRequestException fault) when (fault.HttpRequestError is
            HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError)
        {
            return new ServiceAnswer(Fate.NotSent, Secretless($"{options.Host} cannot be reached: {fault.GetBaseException().Message}")) { MayBeRepeated = true };
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException)
        {
            return Unknown($"the connection to {options.Host} broke off: {fault.GetBaseException().Message}");
        }
    }

    private HttpRequestMessage Message(ImagesRequest request)
    {
        var message = new HttpRequestMessage(HttpMethod.Post, options.Address)
        {
            Content = new ByteArrayContent(request.Body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } },
        };
        message.Headers.Accept.ParseAdd("application/json");
        message.Headers.Add("Idempotency-Key", request.Key);
        if (options.ApiKey.Length > 0)
            message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", options.ApiKey);
        return message;
    }

    private async Task<ServiceAnswer> Read(HttpResponseMessage reply, ImagesRequest request, CancellationToken cancel)
    {
        if (reply.StatusCode != HttpStatusCode.OK)
        {
            var error = ServiceError.Read(await LimitedBody.Read(reply.Content, LargestError, cancel) ?? []);
            return Rejection.Read(reply.StatusCode, reply.Headers, error, options, clock.GetUtcNow());
        }
        var most = request.Slots.Count * (options.LargestPictureBytes / 3 * 4 + AroundPictures);
        return AnswerReading.Read(await LimitedBody.Read(reply.Content, most, cancel), request, options) with { Wait = WaitHeaders.UsedUp(reply.Headers) };
    }

    private ServiceAnswer Unknown(string words) => new(Fate.Unknown, Secretless(words)) { MayBeRepeated = true };

    // A service may say back to us what it was sent.
    private string Secretless(string words) => options.ApiKey.Length > 0 ? words.Replace(options.ApiKey, "***", StringComparison.Ordinal) : words;

    private static string? RequestId(HttpResponseMessage reply) =>
        reply.Headers.TryGetValues("x-request-id", out var ids) && ids.First() is { Length: <= 200 } id ? id : null;
}
