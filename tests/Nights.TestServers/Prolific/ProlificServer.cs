using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Nights.TestServers.Marketplaces;

namespace Nights.TestServers.Prolific;

/// <summary>
/// Prolific on loopback, as its reference says in November 2026: one token, drafts that are published, places that only go up, lists of 20 when nobody says
/// otherwise, final states, rejections with a category and a hundred characters, bonuses in two steps of which the second is not repeatable. What the reference does
/// not allow is refused, and kept among the complaints.
/// </summary>
public sealed partial class ProlificServer : IAsyncDisposable
{
    public const string Token = "prolific-test-token";
    private const int DefaultPage = 20;

    private readonly WebApplication app;
    private readonly TimeProvider clock;
    private readonly Lock gate = new();
    private readonly List<ProlificStudy> studies = [];
    private readonly Dictionary<string, (string Submission, long Cents)[]> bulks = [];
    private int made;

    private ProlificServer(WebApplication app, TimeProvider clock) => (this.app, this.clock) = (app, clock);

    public CallFaults Faults { get; } = new();

    /// <summary>Calls that were refused by the rules: empty as long as the client keeps to the protocol.</summary>
    public ConcurrentQueue<string> Complaints { get; } = new();

    /// <summary>Every call, "POST /path".</summary>
    public ConcurrentQueue<string> Calls { get; } = new();

    /// <summary>Messages by recipient.</summary>
    public ConcurrentQueue<(string To, string Body)> Messages { get; } = new();

    /// <summary>Members of participant groups.</summary>
    public ConcurrentDictionary<string, HashSet<string>> Groups { get; } = new();

    /// <summary>Bonuses are paid when this many further calls have come in: the reference says "in the following minutes".</summary>
    public int BonusDelay { get; set; }

    public string Api => app.Services.GetRequiredService<Microsoft.AspNetCore.Hosting.Server.IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First() + "/api/v1/";

    public IReadOnlyList<ProlificStudy> Studies
    {
        get
        {
            lock (gate)
            {
                return [.. studies];
            }
        }
    }

    public static async Task<ProlificServer> Start(TimeProvider? clock = null)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var server = new ProlificServer(app, clock ?? TimeProvider.System);
        app.Run(server.Serve);
        await app.StartAsync();
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }

    private async Task Serve(HttpContext http)
    {
        var call = $"{http.Request.Method} {http.Request.Path}";
        Calls.Enqueue(call);
        using var reader = new StreamReader(http.Request.Body);
        var body = await reader.ReadToEndAsync();
        var fault = Faults.Take(call);
        try
        {
            if (http.Request.Headers.Authorization != $"Token {Token}") throw new MarketplaceRefusalException(401, "140000", "Invalid token header.");
            if (fault is CallFault.ErrorBefore or CallFault.SilentBefore or CallFault.Busy)
            {
                await Fail(http, fault.Value);
                return;
            }

            JsonNode? answer;
            lock (gate)
            {
                Mature();
                answer = Route(http.Request, body.Length > 0 ? JsonSerializer.Deserialize<JsonElement>(body) : default);
            }

            if (fault is { } late) await Fail(http, late);
            else await Answer(http, 200, answer);
        }
        catch (Exception refused) when (refused is MarketplaceRefusalException or KeyNotFoundException or InvalidOperationException or JsonException)
        {
            Complaints.Enqueue($"{call}: {refused.Message}");
            var refusal = refused as MarketplaceRefusalException ?? new MarketplaceRefusalException(400, "140100", refused.Message);
            await Answer(http, refusal.Status, new JsonObject
            {
                ["error"] = new JsonObject { ["status"] = refusal.Status, ["error_code"] = refusal.Code, ["title"] = "Error", ["detail"] = refusal.Message },
            });
        }
    }

    private JsonNode? Route(HttpRequest request, JsonElement body)
    {
        var path = request.Path.Value!;
        if (!path.StartsWith("/api/v1/", StringComparison.Ordinal) || !path.EndsWith('/')) throw new MarketplaceRefusalException(404, "404", "Not found.");
        var parts = path["/api/v1/".Length..].Trim('/').Split('/');
        return (request.Method, parts) switch
        {
            ("GET", ["studies"]) => Paged(request, studies.Select(study => (JsonNode)study.Json())),
            ("POST", ["studies"]) => Create(body),
            ("GET", ["studies", var id]) => Study(id).Json(),
            ("PATCH", ["studies", var id]) => Update(Study(id), body),
            ("DELETE", ["studies", var id]) => Delete(Study(id)),
            ("POST", ["studies", var id, "transition"]) => Move(Study(id), body.GetProperty("action").GetString()!),
            ("GET", ["submissions"]) => Paged(request, Study(request.Query["study"].ToString()).Submissions.OrderBy(one => one.StartedAt).Select(one => (JsonNode)one.Json(detail: false))),
            ("POST", ["submissions", "bonus-payments"]) => SetUp(body),
            ("GET", ["submissions", var id]) => Submission(id).Json(detail: true),
            ("POST", ["submissions", var id, "transition"]) => Decide(Submission(id), body),
            ("POST", ["bulk-bonus-payments", var id, "pay"]) => Pay(id),
            ("POST", ["messages"]) => Write(body),
            ("GET", ["messages"]) => Paged(request, Messages.Where(one => one.To == request.Query["user_id"]).Select(one => (JsonNode)new JsonObject { ["body"] = one.Body })),
            ("POST", ["participant-groups", var group, "participants"]) => Join(group, body, leaving: false),
            ("DELETE", ["participant-groups", var group, "participants"]) => Join(group, body, leaving: true),
            _ => throw new MarketplaceRefusalException(404, "404", $"{request.Method} {path} is nothing."),
        };
    }

    private static JsonObject Paged(HttpRequest request, IEnumerable<JsonNode> all)
    {
        var rows = all.ToList();
        var size = request.Query.TryGetValue("page_size", out var asked) ? int.Parse(asked!, CultureInfo.InvariantCulture) : DefaultPage;
        var page = request.Query.TryGetValue("page", out var number) ? int.Parse(number!, CultureInfo.InvariantCulture) : 1;
        if (size < 1 || page < 1) throw new MarketplaceRefusalException(400, "140100", "page and page_size begin at 1.");
        return new JsonObject { ["results"] = new JsonArray([.. rows.Skip((page - 1) * size).Take(size)]), ["meta"] = new JsonObject { ["count"] = rows.Count } };
    }

    private ProlificStudy Study(string id) => studies.Find(study => study.Id == id) ?? throw new MarketplaceRefusalException(404, "140400", $"There is no study {id}.");

    private ProlificSubmission Submission(string id) =>
        studies.SelectMany(study => study.Submissions).FirstOrDefault(one => one.Id == id) ?? throw new MarketplaceRefusalException(404, "140400", $"There is no submission {id}.");

    private string NewId() => $"{++made:x24}";

    private static async Task Fail(HttpContext http, CallFault fault)
    {
        if (fault is CallFault.SilentAfter or CallFault.SilentBefore)
        {
            http.Abort();
            return;
        }

        http.Response.StatusCode = fault is CallFault.Busy ? 429 : 500;
        await http.Response.WriteAsync("{}");
    }

    private static async Task Answer(HttpContext http, int status, JsonNode? body)
    {
        http.Response.StatusCode = body is null ? 204 : status;
        if (body is null) return;
        http.Response.ContentType = "application/json";
        await http.Response.WriteAsync(body.ToJsonString());
    }
}
