using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Nights.Local.Simulation.Pages;

namespace Nights.IntegrationTests.Simulation;

/// <summary>A HIT page in memory that keeps to the contract and can be made to fail.</summary>
internal sealed class StandInCrowd(int triplets, int votes, int sides = 1) : IAsyncDisposable
{
    public const int PerPage = 4, PerHit = 8, Practice = 2;

    private readonly Lock gate = new();
    private readonly Random side = new(sides);
    private readonly ConcurrentDictionary<string, byte[]> images = [];
    private readonly Dictionary<string, Person> people = [];
    private readonly Dictionary<string, Trial> trials = [];
    private readonly Dictionary<Guid, string> replies = [];
    private WebApplication? app;
    private int calls;

    /// <summary>Stored answers, practice included: submission, participant, triplet (-1 in practice), whether A was chosen.</summary>
    public List<(Guid Submission, string Participant, int Triplet, bool A, bool Left)> Stored { get; } = [];

    public int Leaves { get; private set; }
    public int PicturesServed { get; private set; }
    public int Opens { get; private set; }

    /// <summary>How long a page is kept.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromMinutes(10);

    public int AnsweredLate { get; private set; }

    /// <summary>Every so many answers the connection is cut after the answer is stored; 0 for never.</summary>
    public int CutEvery { get; init; }

    /// <summary>Answers after which a participant is excluded.</summary>
    public int ExcludeAfter { get; init; } = int.MaxValue;

    public bool Closed { get; init; }

    public bool IsDecided { get { lock (gate) return Enumerable.Range(0, triplets).All(triplet => Votes(triplet) >= votes); } }

    public HitLink Link => new(new Uri(app!.Urls.Single()), "one", "secret");

    public async Task<StandInCrowd> Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        app = builder.Build();
        app.MapPost("/api/hit/sessions", (JsonElement body) => Locked(() => Open(body)));
        app.MapPost("/api/hit/consent", (JsonElement body, HttpContext http) => Locked(() => body.GetProperty("version").GetString() == "v1" ? Results.NoContent() : Results.BadRequest()));
        app.MapPost("/api/hit/pages", (HttpContext http) => Locked(() => Page(Caller(http))));
        app.MapPost("/api/hit/answers", Answer);
        app.MapPost("/api/hit/finish", (HttpContext http) => Locked(() => End(Caller(http))));
        app.MapPost("/api/hit/leave", (HttpContext http) => Locked(() => { Leaves++; return End(Caller(http)); }));
        app.MapGet("/i/{token}", (string token) => Locked(() => { PicturesServed++; return Results.Bytes(images[token], "image/png"); }));
        app.MapPost("/api/v1/campaigns/one/links", (HttpContext http) => http.Request.Headers.Authorization == "Bearer operator" ? Results.Json(new { url = $"{Link.Site}w/one?t=secret" }) : Problem(401, "key-invalid"));
        app.MapGet("/api/v1/campaigns/one", () => Results.Json(new
        {
            id = Guid.Empty,
            name = "one",
            version = 1,
            state = "running",
            painting = new { planned = triplets, total = triplets },
            triplets = new { total = triplets, planned = 0, queued = IsDecided ? 0 : 1 },
            votes = new { },
            participants = new { },
            spend = new { },
            screened = new { },
        }));
        await app.StartAsync();
        return this;
    }

    public ValueTask DisposeAsync() => app?.DisposeAsync() ?? ValueTask.CompletedTask;

    private IResult Locked(Func<IResult> act)
    {
        lock (gate) return act();
    }

    private IResult Open(JsonElement body)
    {
        if (body.GetProperty("link").GetString() != "secret") return Problem(401, "link-invalid");
        if (Closed) return Problem(409, "campaign-closed");
        Opens++;
        var name = body.GetProperty("participant").GetString()!;
        if (!people.TryGetValue(name, out var person)) people[name] = person = new Person(name);
        var state = person.Finished ? "finished" : person.Answers >= ExcludeAfter ? "excluded" : "new";
        return Results.Json(new { session = name, state, campaign = new { trialsPerHit = PerHit, consentVersion = "v1" }, progress = new { answered = person.Answers, total = PerHit } });
    }

    private IResult Page(Person person)
    {
        if (person.Answers >= ExcludeAfter) return Results.Json(new { page = (string?)null, reason = "excluded" });
        if (person.Live.All(id => trials[id].Answered))
        {
            person.Live.Clear();
            if (person.Answers >= PerHit) return Results.Json(new { page = (string?)null, reason = "finished" });
            var subjects = person.Warm ? Wanted(person) : Enumerable.Repeat(-1, Practice);
            foreach (var triplet in subjects)
            {
                var id = Guid.CreateVersion7().ToString();
                trials[id] = new Trial(person, triplet, AOnLeft: side.Next(2) == 0);
                person.Live.Add(id);
            }

            person.Warm = true;
            person.Until = TimeProvider.System.GetUtcNow() + Lease;
            if (person.Live.Count == 0) return Results.Json(new { page = (string?)null, reason = "nothing-now", retryAfterSeconds = 2 });
        }

        return Results.Json(new
        {
            page = "p",
            practice = trials[person.Live[0]].Triplet < 0,
            expiresAt = person.Until,
            trials = person.Live.Select(id => new { trial = id, number = 1, images = Images(trials[id]), submitted = trials[id].Answered ? true : (bool?)null }),
        });
    }

    private IEnumerable<int> Wanted(Person person) => Enumerable.Range(0, triplets)
        .Where(triplet => Votes(triplet) + trials.Values.Count(trial => trial.Triplet == triplet && !trial.Answered && !trial.Person.Finished) < votes && !trials.Values.Any(trial => trial.Triplet == triplet && trial.Person == person))
        .Take(Math.Min(PerPage, PerHit - person.Answers)).ToList();

    private object Images(Trial trial)
    {
        var (reference, a, b) = (Picture(trial.Triplet, 0), Picture(trial.Triplet, 1), Picture(trial.Triplet, 2));
        return new { reference, left = trial.AOnLeft ? a : b, right = trial.AOnLeft ? b : a };
    }

    private string Picture(int triplet, int place)
    {
        var token = Guid.CreateVersion7().ToString("N");
        images[token] = Drawn.Picture(x: 0.3 + 0.013 * (triplet + 1) + place * 0.05 * (triplet % 3), radius: 0.1 + 0.02 * ((triplet + 4 * place + 5) % 9), colour: place == 1 ? Drawn.Orange : Drawn.Red);
        return $"/i/{token}";
    }

    private async Task<IResult> Answer(JsonElement body, HttpContext http)
    {
        var submission = body.GetProperty("submission").GetGuid();
        IResult result;
        bool cut;
        lock (gate)
        {
            var person = Caller(http);
            if (!replies.TryGetValue(submission, out var reply))
            {
                var trial = trials[body.GetProperty("trial").GetString()!];
                if (trial.Person != person || trial.Answered) return Problem(409, "lease-not-yours");
                if (person.Answers >= ExcludeAfter) return Problem(409, "session-closed");
                trial.Answered = true;
                if (person.Until < TimeProvider.System.GetUtcNow()) AnsweredLate++;
                var left = body.GetProperty("choice").GetString() == "left";
                if (trial.Triplet >= 0) person.Answers++;
                Stored.Add((submission, person.Name, trial.Triplet, left == trial.AOnLeft, left));
                replies[submission] = reply = trial.Triplet >= 0 ? "{\"stored\":true}" : $"{{\"stored\":true,\"feedback\":\"{(left == trial.AOnLeft ? "right" : "wrong")}\"}}";
            }

            result = Results.Text(reply, "application/json");
            cut = CutEvery > 0 && ++calls % CutEvery == 0;
        }

        if (cut) http.Abort();
        await Task.Yield();
        return result;
    }

    private IResult End(Person person)
    {
        var missing = person.Live.Any(id => !trials[id].Answered);
        if (missing && Leaves == 0) return Problem(409, "answers-missing");
        person.Finished = true;
        return Results.Json(new { code = person.Answers > 0 ? "CODE" : null, answered = person.Answers, payMinor = 2 * person.Answers });
    }

    private int Votes(int triplet) => Stored.Count(answer => answer.Triplet == triplet);

    private Person Caller(HttpContext http) => people[http.Request.Headers.Authorization.ToString()["Bearer ".Length..]];

    private static IResult Problem(int status, string code) => Results.Json(new { status, code, detail = "no" }, contentType: "application/problem+json", statusCode: status);

    private sealed class Person(string name)
    {
        public string Name => name;
        public int Answers { get; set; }
        public bool Warm { get; set; }
        public bool Finished { get; set; }
        public DateTimeOffset Until { get; set; }
        public List<string> Live { get; } = [];
    }

    private sealed record Trial(Person Person, int Triplet, bool AOnLeft)
    {
        public bool Answered { get; set; }
    }
}
