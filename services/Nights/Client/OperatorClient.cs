using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization;
using Nights.Local.Commands;

namespace Nights.Local.Client;

/// <summary>
/// The operators' REST API as the commands use it. Refusals and silence become a sentence that names the host and the mend.
/// </summary>
internal sealed class OperatorClient : IDisposable
{
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    private readonly HttpClient http;
    private readonly Uri host;

    /// <param name="host">Address of the operators' site.</param>
    /// <param name="key">An operator key.</param>
    public OperatorClient(Uri host, string key)
    {
        this.host = host;
        http = new HttpClient { BaseAddress = new Uri(host, "/api/v1/"), Timeout = TimeSpan.FromSeconds(100) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
    }

    /// <summary>The host that --url names, with the key in NIGHTS_KEY; else the one that runs in the data folder, with the key it keeps there.</summary>
    /// <exception cref="CommandFailedException">No address or no key.</exception>
    public static OperatorClient Connect(string? url, string dataFolder)
    {
        var key = Environment.GetEnvironmentVariable("NIGHTS_KEY") is { Length: > 0 } given ? given : null;
        if (url is not null)
        {
            if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
                throw new CommandFailedException($"--url is '{url}'; an http or https address is needed, e.g. http://localhost:8081.");
            return new OperatorClient(address, key ?? throw new CommandFailedException("--url needs an operator key in the environment variable NIGHTS_KEY."));
        }

        var running = HostFile.Read(dataFolder)
            ?? throw new CommandFailedException($"No host runs in '{dataFolder}'. Start one with 'nights up', name its folder with --data, or give --url and NIGHTS_KEY.");
        return new OperatorClient(
            running.OperatorUrl,
            key ?? SecretFiles.FindOperatorKey(dataFolder)
                ?? throw new CommandFailedException($"The operator key in '{Path.Combine(dataFolder, "secrets")}' cannot be read by this user. Give a key in the environment variable NIGHTS_KEY."));
    }

    /// <summary>GET.</summary>
    /// <param name="path">Below /api/v1/, each segment escaped.</param>
    public async Task<T> Get<T>(string path, CancellationToken cancel)
    {
        using var reply = await Send(new HttpRequestMessage(HttpMethod.Get, path), HttpCompletionOption.ResponseContentRead, cancel);
        return await Read<T>(reply, cancel);
    }

    /// <summary>POST with a JSON body, or none.</summary>
    public async Task<T> Post<T>(string path, object? body, CancellationToken cancel) =>
        await Post<T>(path, body is null ? null : JsonContent.Create(body, options: Json), cancel);

    /// <summary>POST with any body.</summary>
    public async Task<T> Post<T>(string path, HttpContent? body, CancellationToken cancel)
    {
        using var reply = await Send(new HttpRequestMessage(HttpMethod.Post, path) { Content = body }, HttpCompletionOption.ResponseContentRead, cancel);
        return await Read<T>(reply, cancel);
    }

    /// <summary>GET of a file; the caller disposes of the stream.</summary>
    public async Task<Stream> Open(string path, CancellationToken cancel)
    {
        var reply = await Send(new HttpRequestMessage(HttpMethod.Get, path), HttpCompletionOption.ResponseHeadersRead, cancel);
        return await reply.Content.ReadAsStreamAsync(cancel);
    }

    public void Dispose() => http.Dispose();

    private async Task<HttpResponseMessage> Send(HttpRequestMessage request, HttpCompletionOption until, CancellationToken cancel)
    {
        try
        {
            using (request)
            {
                var reply = await http.SendAsync(request, until, cancel);
                if (reply.IsSuccessStatusCode) return reply;
                using (reply) throw await Refused(reply, cancel);
            }
        }
        catch (HttpRequestException fault)
        {
            throw new HostSilentException($"The host at {host} does not answer ({fault.Message}). Is 'nights up' running?", fault);
        }
        catch (TaskCanceledException fault) when (!cancel.IsCancellationRequested)
        {
            throw new HostSilentException($"The host at {host} did not answer within {http.Timeout.TotalSeconds:0} s.", fault);
        }
    }

    private async Task<CommandFailedException> Refused(HttpResponseMessage reply, CancellationToken cancel)
    {
        if (reply.StatusCode is HttpStatusCode.Unauthorized)
            return new CommandFailedException($"The host at {host} does not know this operator key. Give a good one in the environment variable NIGHTS_KEY.");
        try
        {
            var problem = await reply.Content.ReadFromJsonAsync<Problem>(Json, cancel);
            var said = problem?.Detail ?? problem?.Title ?? $"The host at {host} answered {(int)reply.StatusCode}.";
            // It could not serve just now, its database being away or starting: whoever waits for a silent host waits for this one, too.
            return reply.StatusCode >= HttpStatusCode.InternalServerError ? new HostSilentException(said, cause: null) : new CommandFailedException(said);
        }
        catch (JsonException)
        {
            return new CommandFailedException($"The host at {host} answered {(int)reply.StatusCode}; is it the operators' address?");
        }
    }

    private async Task<T> Read<T>(HttpResponseMessage reply, CancellationToken cancel)
    {
        try
        {
            return await reply.Content.ReadFromJsonAsync<T>(Json, cancel) ?? throw new JsonException("null");
        }
        catch (JsonException fault)
        {
            throw new CommandFailedException($"The host at {host} answered with something else than was asked for ({fault.Message}); is it of another version?", fault);
        }
    }

    private sealed record Problem(string? Title, string? Detail);
}
