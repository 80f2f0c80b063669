using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Nights.Channels.Faults;

namespace Nights.Channels.MechanicalTurk;

/// <summary>The requester operations: one address, the operation in a header, JSON both ways, signed with Signature Version 4.</summary>
internal sealed class TurkApi(HttpClient http, TurkOptions options, TimeProvider clock)
{
    public const string TargetPrefix = "MTurkRequesterServiceV20170117.";
    public const string ContentType = "application/x-amz-json-1.1";
    public const string Service = "mturk-requester";
    public const int PageSize = 100;
    private const string Who = "The Mechanical Turk endpoint";

    public async Task<JsonElement> Call(string operation, object body, CancellationToken cancel)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(body);
        var uri = options.Endpoint ?? throw new ChannelRefusedException("There is no Mechanical Turk endpoint; set Channels__MechanicalTurk__Endpoint.");
        var at = clock.GetUtcNow();
        Dictionary<string, string> signed = new()
        {
            ["content-type"] = ContentType,
            ["host"] = uri.IsDefaultPort ? uri.Host : $"{uri.Host}:{uri.Port}",
            ["x-amz-date"] = AwsSignature.Time(at),
            ["x-amz-target"] = TargetPrefix + operation,
        };
        using var request = new HttpRequestMessage(HttpMethod.Post, uri) { Content = new ByteArrayContent(bytes) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(ContentType);
        request.Headers.Add("x-amz-date", signed["x-amz-date"]);
        request.Headers.Add("x-amz-target", signed["x-amz-target"]);
        request.Headers.TryAddWithoutValidation("Authorization", AwsSignature.Authorization(
            "POST", uri, signed, bytes, at, options.AccessKey ?? "", options.SecretKey ?? "", options.Region, Service));
        var text = await MarketplaceHttp.Ask(http, request, Who, Words, cancel);
        try
        {
            return text.Length is 0 ? default : JsonSerializer.Deserialize<JsonElement>(text);
        }
        catch (JsonException fault)
        {
            throw new ChannelUncertainException($"{Who} answered {operation} with something that is no JSON.", fault);
        }
    }

    /// <summary>Makes a call that carries a UniqueRequestToken. "This was done already" is the answer of a success.</summary>
    public async Task CallOnce(string operation, object body, CancellationToken cancel)
    {
        try
        {
            await Call(operation, body, cancel);
        }
        catch (ChannelRefusedException refused) when (IsRepeat(refused.Message))
        {
            // The first call has done it; its answer was lost.
        }
    }

    /// <summary>Everything a list operation has, by its NextToken.</summary>
    /// <param name="items">Name of the list in the answer.</param>
    public async IAsyncEnumerable<JsonElement> List(
        string operation, string items, Dictionary<string, object> body, [EnumeratorCancellation] CancellationToken cancel)
    {
        body["MaxResults"] = PageSize;
        while (true)
        {
            var reply = await Call(operation, body, cancel);
            if (reply.TryGetProperty(items, out var list))
            {
                foreach (var one in list.EnumerateArray()) yield return one;
            }

            if (!reply.TryGetProperty("NextToken", out var next) || next.GetString() is not { Length: > 0 } token) yield break;
            body["NextToken"] = token;
        }
    }

    private static bool IsRepeat(string message) =>
        message.Contains("HitAlreadyExists", StringComparison.OrdinalIgnoreCase) || message.Contains("DuplicateRequest", StringComparison.OrdinalIgnoreCase)
        || message.Contains("AlreadyExists", StringComparison.OrdinalIgnoreCase);

    private static string? Words(string body)
    {
        try
        {
            var error = JsonSerializer.Deserialize<JsonElement>(body);
            var code = error.TryGetProperty("TurkErrorCode", out var turk) ? turk.GetString() : error.TryGetProperty("__type", out var type) ? type.GetString() : null;
            return $"{code}: {(error.TryGetProperty("Message", out var message) ? message.GetString() : "")}";
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
