using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Nights.TestServers.Marketplaces;

namespace Nights.TestServers.MechanicalTurk;

/// <summary>
/// A service with the protocol of Amazon Mechanical Turk (2017-01-17) on loopback: the requester operations, signed, and the participants' site with its frame and its
/// externalSubmit. Tokens are remembered and a repeat is an error that names what was made; blocks of fewer than ten stay so; lists have pages; states are final.
/// </summary>
public sealed partial class TurkServer : IAsyncDisposable
{
    public const string AccessKey = "AKIDTEST", SecretKey = "turk-test-secret", Service = "mturk-requester";
    private const string Prefix = "MTurkRequesterServiceV20170117.";
    private static readonly XNamespace Question = "http://mechanicalturk.amazonaws.com/AWSMechanicalTurkDataSchemas/2006-07-14/ExternalQuestion.xsd";

    private readonly WebApplication app;
    private readonly TimeProvider clock;
    private readonly Lock gate = new();
    private readonly List<TurkHit> hits = [];
    private readonly Dictionary<string, JsonElement> types = [];
    private readonly Dictionary<string, string> tokens = [];
    private int made;

    private TurkServer(WebApplication app, TimeProvider clock) => (this.app, this.clock) = (app, clock);

    public CallFaults Faults { get; } = new();
    public ConcurrentQueue<string> Complaints { get; } = new();

    /// <summary>Every operation that came in.</summary>
    public ConcurrentQueue<string> Calls { get; } = new();

    public ConcurrentQueue<(string To, string Text)> Messages { get; } = new();
    public ConcurrentDictionary<string, string> Blocks { get; } = new();

    /// <summary>Largest page of a list.</summary>
    public int PageLimit { get; set; } = 100;

    public string Endpoint => app.Services.GetRequiredService<Microsoft.AspNetCore.Hosting.Server.IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First() + "/";

    public IReadOnlyList<TurkHit> Hits
    {
        get
        {
            lock (gate)
            {
                return [.. hits];
            }
        }
    }

    public static async Task<TurkServer> Start(TimeProvider? clock = null)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var server = new TurkServer(app, clock ?? TimeProvider.System);
        app.Run(http => http.Request.Path == "/" ? server.Requester(http) : server.Site(http));
        await app.StartAsync();
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }

    private async Task Requester(HttpContext http)
    {
        using var buffer = new MemoryStream();
        await http.Request.Body.CopyToAsync(buffer);
        var target = http.Request.Headers["x-amz-target"].ToString();
        var operation = target.StartsWith(Prefix, StringComparison.Ordinal) ? target[Prefix.Length..] : "?";
        Calls.Enqueue(operation);
        var fault = Faults.Take(operation);
        try
        {
            SignedRequest.Check(http.Request, buffer.ToArray(), AccessKey, SecretKey, Service, clock.GetUtcNow());
            if (http.Request.ContentType is not "application/x-amz-json-1.1") throw new MarketplaceRefusalException(400, "SerializationException", "The content type must be application/x-amz-json-1.1.");
            if (fault is CallFault.ErrorBefore or CallFault.SilentBefore or CallFault.Busy)
            {
                await Fail(http, fault.Value);
                return;
            }

            JsonObject answer;
            lock (gate)
            {
                answer = Do(operation, JsonSerializer.Deserialize<JsonElement>(buffer.ToArray()));
            }

            if (fault is { } late)
            {
                await Fail(http, late);
                return;
            }

            http.Response.ContentType = "application/x-amz-json-1.1";
            await http.Response.WriteAsync(answer.ToJsonString());
        }
        catch (Exception refused) when (refused is MarketplaceRefusalException or KeyNotFoundException or InvalidOperationException or JsonException)
        {
            var refusal = refused as MarketplaceRefusalException ?? new MarketplaceRefusalException(400, "AWS.MechanicalTurk.ParameterValidationError", refused.Message);
            // A token that comes again is how the protocol is meant to be used.
            if (!refusal.Code.Contains("AlreadyExists", StringComparison.Ordinal)) Complaints.Enqueue($"{operation}: {refusal.Message}");
            http.Response.StatusCode = refusal.Status;
            http.Response.ContentType = "application/x-amz-json-1.1";
            await http.Response.WriteAsync(new JsonObject { ["__type"] = "RequestError", ["Message"] = refusal.Message, ["TurkErrorCode"] = refusal.Code }.ToJsonString());
        }
    }

    private JsonObject Do(string operation, JsonElement body) => operation switch
    {
        "CreateHITType" => CreateType(body),
        "CreateHITWithHITType" => CreateHit(body),
        "ListHITs" => Paged(body, "HITs", hits.Select(hit => hit.Json(clock.GetUtcNow()))),
        "GetHIT" => new JsonObject { ["HIT"] = Hit(Text(body, "HITId")).Json(clock.GetUtcNow()) },
        "UpdateExpirationForHIT" => Expire(body),
        "ListAssignmentsForHIT" => Paged(body, "Assignments", Hit(Text(body, "HITId")).Assignments.Where(one => one.Status is "Submitted" or "Approved" or "Rejected").Select(one => one.Json())),
        "GetAssignment" => new JsonObject { ["Assignment"] = Assignment(body).Json() },
        "ApproveAssignment" => Approve(body),
        "RejectAssignment" => Reject(body),
        "SendBonus" => Bonus(body),
        "ListBonusPayments" => Paged(body, "BonusPayments", Assignment(body).Bonuses.Select(bonus => new JsonObject { ["BonusAmount"] = bonus.ToString("0.00", CultureInfo.InvariantCulture) })),
        "CreateWorkerBlock" => Block(body),
        "DeleteWorkerBlock" => Unblock(body),
        "NotifyWorkers" => Write(body),
        _ => throw new MarketplaceRefusalException(400, "UnknownOperationException", $"There is no operation {operation}."),
    };

    private JsonObject CreateType(JsonElement body)
    {
        foreach (var field in new[] { "Title", "Description", "Reward" }) Text(body, field);
        if (decimal.Parse(Text(body, "Reward"), CultureInfo.InvariantCulture) <= 0) throw Bad("Reward must be above 0.");
        if (body.GetProperty("AssignmentDurationInSeconds").GetInt64() is < 30 or > 31_536_000) throw Bad("AssignmentDurationInSeconds.");
        var same = types.FirstOrDefault(type => type.Value.GetRawText() == body.GetRawText()).Key;
        var id = same ?? NewId("TYPE");
        types[id] = body.Clone();
        return new JsonObject { ["HITTypeId"] = id };
    }

    private JsonObject CreateHit(JsonElement body)
    {
        if (!types.ContainsKey(Text(body, "HITTypeId"))) throw Bad("There is no such HIT type.");
        var token = Text(body, "UniqueRequestToken");
        if (token.Length > 64) throw Bad("UniqueRequestToken has more than 64 characters.");
        if (tokens.TryGetValue(token, out var earlier)) throw new MarketplaceRefusalException(400, "AWS.MechanicalTurk.HITAlreadyExists", $"The HIT {earlier} was made with this token.");
        if (body.GetProperty("MaxAssignments").GetInt32() is < 1 or > 1_000_000_000) throw Bad("MaxAssignments.");
        if (body.GetProperty("LifetimeInSeconds").GetInt64() is < 30 or > 31_536_000) throw Bad("LifetimeInSeconds.");
        var question = XDocument.Parse(Text(body, "Question")).Root!;
        if (question.Name != Question + "ExternalQuestion" || question.Element(Question + "FrameHeight") is null) throw Bad("The question is no ExternalQuestion.");
        var hit = new TurkHit
        {
            Id = NewId("HIT"),
            Type = Text(body, "HITTypeId"),
            Annotation = Text(body, "RequesterAnnotation"),
            Page = new Uri(question.Element(Question + "ExternalURL")!.Value),
            Places = body.GetProperty("MaxAssignments").GetInt32(),
            Expires = clock.GetUtcNow().AddSeconds(body.GetProperty("LifetimeInSeconds").GetInt64()),
        };
        tokens[token] = hit.Id;
        hits.Add(hit);
        return new JsonObject { ["HIT"] = hit.Json(clock.GetUtcNow()) };
    }

    private JsonObject Expire(JsonElement body)
    {
        Hit(Text(body, "HITId")).Expires = DateTimeOffset.FromUnixTimeMilliseconds((long)(body.GetProperty("ExpireAt").GetDouble() * 1000));
        return [];
    }

    private JsonObject Paged(JsonElement body, string name, IEnumerable<JsonObject> all)
    {
        var rows = all.ToList();
        var size = Math.Min(PageLimit, body.TryGetProperty("MaxResults", out var most) ? most.GetInt32() : 10);
        if (size is < 1 or > 100) throw Bad("MaxResults.");
        var from = body.TryGetProperty("NextToken", out var token) ? int.Parse(Encoding.UTF8.GetString(Convert.FromBase64String(token.GetString()!)), CultureInfo.InvariantCulture) : 0;
        var page = new JsonObject { [name] = new JsonArray([.. rows.Skip(from).Take(size)]), ["NumResults"] = Math.Min(size, rows.Count - from) };
        if (from + size < rows.Count) page["NextToken"] = Convert.ToBase64String(Encoding.UTF8.GetBytes((from + size).ToString(CultureInfo.InvariantCulture)));
        return page;
    }

    private TurkHit Hit(string id) => hits.Find(hit => hit.Id == id) ?? throw new MarketplaceRefusalException(400, "AWS.MechanicalTurk.HITDoesNotExist", $"There is no HIT {id}.");

    private string NewId(string kind) => $"{kind}{++made:D24}";

    private static string Text(JsonElement body, string field) => body.TryGetProperty(field, out var value) && value.GetString() is { Length: > 0 } text ? text : throw Bad($"{field} is required.");

    private static MarketplaceRefusalException Bad(string message) => new(400, "AWS.MechanicalTurk.ParameterValidationError", message);

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
}
