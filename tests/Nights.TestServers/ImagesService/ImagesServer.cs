using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Nights.TestServers.ImagesService;

/// <summary>
/// A text-to-image service on loopback that takes the OpenAI Images API at its word: whatever the reference does not allow is refused, every picture is charged,
/// and a request repeated under its Idempotency-Key gets the same answer and is charged once. Faults happen when they are ordered.
/// </summary>
public sealed class ImagesServer : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly ServedPictures served;
    private readonly ConcurrentDictionary<string, Lazy<MadeAnswer>> madeUnder = new();
    private readonly CancellationTokenSource closing = new();
    private int charged, made, underWay;

    private ImagesServer(ImagesServerRules rules, WebApplication app)
    {
        (Rules, this.app) = (rules, app);
        served = new ServedPictures(rules);
    }

    public ImagesServerRules Rules { get; }

    /// <summary>What happens to the next requests that pass the checks, one each; then all goes well.</summary>
    public ConcurrentQueue<ImagesFault> Faults { get; } = new();

    /// <summary>What happens to the next fetches of pictures, one each.</summary>
    public ConcurrentQueue<PictureFault> PictureFaults => served.Faults;

    /// <summary>Every request for pictures, in the order of arrival, also those that were refused.</summary>
    public ConcurrentQueue<AskedRequest> Asked { get; } = new();

    /// <summary>Every fetch of a picture.</summary>
    public ConcurrentQueue<AskedRequest> Fetched => served.Asked;

    /// <summary>Why requests were refused by the checks: empty as long as the client keeps to the protocol.</summary>
    public ConcurrentQueue<string> Complaints { get; } = new();

    /// <summary>Pictures charged so far.</summary>
    public int Charged => charged;

    /// <summary>Requests that have arrived and are not answered.</summary>
    public int UnderWay => underWay;

    /// <summary>Done when a picture was made for which no answer will come.</summary>
    public TaskCompletionSource MadeAndSilent { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The base address to give to a client.</summary>
    public string Endpoint => app.Services.GetRequiredService<Microsoft.AspNetCore.Hosting.Server.IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First() + "/v1";

    public static async Task<ImagesServer> Start(ImagesServerRules rules)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoutingCore();
        var app = builder.Build();
        var server = new ImagesServer(rules, app);
        app.Run(server.Serve);
        await app.StartAsync();
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        await closing.CancelAsync();
        await app.StopAsync();
        await app.DisposeAsync();
        closing.Dispose();
    }

    private async Task Serve(HttpContext http)
    {
        Interlocked.Increment(ref underWay);
        try
        {
            await Answer(http);
        }
        finally
        {
            Interlocked.Decrement(ref underWay);
        }
    }

    private async Task Answer(HttpContext http)
    {
        if (http.Request.Path.StartsWithSegments("/pictures", out var name))
        {
            await served.Serve(http, name.Value!.Trim('/'));
            return;
        }
        var asked = await AskedRequest.Read(http.Request, Rules.Clock.GetUtcNow());
        Asked.Enqueue(asked);
        if (ImagesRequestCheck.Complaint(asked, Rules) is { } complaint)
        {
            Complaints.Enqueue(complaint.Message);
            await Answers.Error(http, complaint);
            return;
        }
        var fault = Faults.TryDequeue(out var ordered) ? ordered : new ImagesFault.None();
        if (fault.Early is { } error)
            await Answers.Error(http, error, fault.Headers);
        else if (fault is ImagesFault.ConnectionReset)
            http.Abort();
        else
            await Make(http, asked, fault);
    }

    private async Task Make(HttpContext http, AskedRequest asked, ImagesFault fault)
    {
        var answer = MadeFor(asked, fault);
        if (answer.Body != asked.Body)
        {
            Complaints.Enqueue("The Idempotency-Key was used with another body.");
            await Answers.Error(http, new ImagesError(400, "idempotency_key_reused", "invalid_request_error", "The key was used with another body."));
            return;
        }
        if (fault is ImagesFault.MadeThenSilent)
        {
            MadeAndSilent.TrySetResult();
            using var ended = CancellationTokenSource.CreateLinkedTokenSource(closing.Token, http.RequestAborted);
            await Task.Delay(Timeout.Infinite, ended.Token).ContinueWith(_ => { }, TaskScheduler.Default);
            http.Abort();
        }
        else if (fault is ImagesFault.MadeThenError late)
            await Answers.Error(http, late.Late);
        else
            await Answers.Pictures(http, answer.Json, fault);
    }

    private MadeAnswer MadeFor(AskedRequest asked, ImagesFault fault) => asked.Headers.TryGetValue("Idempotency-Key", out var key) && Rules.HonoursIdempotencyKeys
        ? madeUnder.GetOrAdd(key, _ => new Lazy<MadeAnswer>(() => MakeAndCharge(asked, fault))).Value
        : MakeAndCharge(asked, fault);

    private MadeAnswer MakeAndCharge(AskedRequest asked, ImagesFault fault)
    {
        var fields = JsonNode.Parse(asked.Body)!;
        var count = fault is ImagesFault.Fewer fewer ? fewer.Count : (int?)fields["n"] ?? 1;
        Interlocked.Add(ref charged, count);
        var pictures = Enumerable.Range(0, count).Select(_ => Rules.Paint(Interlocked.Increment(ref made) - 1, (string?)fields["size"] ?? "1024x1024"));
        var asUrl = Rules.AnswersByUrl ?? (string?)fields["response_format"] is "url" or null && !Rules.RefusesResponseFormat;
        var data = new JsonArray([.. pictures.Select(picture => (JsonNode)new JsonObject
        {
            ["revised_prompt"] = "Revised: " + fields["prompt"],
            [asUrl ? "url" : "b64_json"] = asUrl ? served.Keep(picture, Endpoint) : Convert.ToBase64String(picture),
        })]);
        return new MadeAnswer(asked.Body, new JsonObject { ["created"] = 1_700_000_000, ["data"] = data }.ToJsonString());
    }

    private sealed record MadeAnswer(string Body, string Json);
}
