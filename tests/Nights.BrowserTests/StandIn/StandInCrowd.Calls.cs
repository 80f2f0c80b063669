using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Nights.BrowserTests.StandIn;

internal sealed partial class StandInCrowd
{
    private const string Code = "NGHT-7Q2M-XK";
    private readonly ConcurrentDictionary<string, StandInSession> resumable = new();
    private readonly List<(bool Practice, string Trial, StandInAnswer Answer)> answers = [];

    private void MapCalls()
    {
        app.MapPost("/api/hit/sessions", Open);
        app.MapPost("/api/hit/preview", (PreviewBody body) => Fault(body.Campaign, body.Link) is { } fault ? fault : Results.Json(new { campaign = Offer() }));
        app.MapPost("/api/hit/device", (DeviceBody body, HttpContext http) => For(http, session =>
        {
            if (session.State == "new") return Refuse(409, "consent-missing");
            if (body.Viewport.Length != 2 || body.PixelRatio <= 0 || body.Family.Length > 40) return Refuse(400, "device");
            Devices.Enqueue(body);
            return Results.NoContent();
        }));
        app.MapPost("/api/hit/consent", (ConsentBody body, HttpContext http) => For(http, session =>
        {
            if (body.Version != "2026-11-1") return Refuse(400, "consent-version");
            session.State = "consented";
            return Results.NoContent();
        }));
        app.MapPost("/api/hit/pages", (EmptyBody _, HttpContext http) => For(http, Page));
        app.MapPost("/api/hit/answers", (AnswerBody body, HttpContext http) => For(http, session => Answer(session, body)));
        app.MapPost("/api/hit/problems", (ProblemBody body, HttpContext http) => For(http, session =>
            body.Kind is "broken" or "offensive" or "other"
                ? Store(session, body.Trial, new StandInAnswer(body.Submission, $"problem:{body.Kind}", 0))
                : Refuse(400, "kind-unknown")));
        app.MapPost("/api/hit/extend", (ExtendBody body, HttpContext http) => For(http, session =>
            session.LivePage()?.Id == body.Page ? Results.Json(new { expiresAt = DateTimeOffset.UtcNow.AddMinutes(10) }) : Refuse(409, "lease-not-yours")));
        app.MapPost("/api/hit/finish", (FinishBody body, HttpContext http) => For(http, session =>
        {
            if (!session.Complete) return Refuse(409, "answers-missing");
            if (body.Comment is not null) Comments.Enqueue(body.Comment);
            session.State = "finished";
            return Results.Json(new { code = Code, answered = session.Answered, payMinor = 80, completion = campaign.Completion, next = Next });
        }));
        app.MapPost("/api/hit/leave", (EmptyBody _, HttpContext http) => For(http, session =>
            Results.Json(new { code = session.Answered > 0 ? Code : null, payMinor = session.Answered * 10, completion = session.Answered > 0 ? campaign.Completion : null })));
    }

    private IResult Open(SessionBody body)
    {
        if (Fault(body.Campaign, body.Link) is { } fault) return fault;
        if (campaign.Turned is { } turned) return Refuse(409, turned);
        Visits.Enqueue(body);
        var session = body.Resume is not null ? resumable.GetValueOrDefault(body.Resume) : null;
        if (body.Again is true && session?.State == "finished" && Next) session = null;
        session ??= new StandInSession(Guid.NewGuid().ToString("N"), campaign);
        sessions[session.Token] = session;
        resumable[session.Token] = session;
        return Results.Json(new
        {
            session = session.Token,
            state = session.State,
            campaign = Offer(),
            progress = session.Progress,
            code = session.State == "finished" ? Code : null,
            completion = session.State == "finished" ? campaign.Completion : null,
            next = Next,
        });
    }

    /// <summary>Whether the participant may take another HIT: there have been fewer sessions than the campaign allows.</summary>
    private bool Next => sessions.Count < campaign.Hits;

    private IResult? Fault(string campaignId, string link) =>
        campaignId != Campaign ? Refuse(404, "campaign-unknown")
        : link == "old" || LinksExpired ? Refuse(401, "link-expired")
        : link != GoodLink ? Refuse(401, "link-invalid")
        : null;

    private object Offer() => new
    {
        title = campaign.Title,
        question = campaign.Question,
        trialsPerHit = campaign.Trials,
        minutes = 4,
        payMinor = 80,
        hourlyMinor = 1200,
        currency = "USD",
        contact = "research@example.org",
        privacy = "We keep your choices, how long they took and the size of your screen. No name, no tracking, no third parties.",
        consentVersion = "2026-11-1",
        locale = campaign.Locale,
        direction = campaign.Direction,
        task = campaign.Flashed is null ? "2afc" : "jnd",
        mask = campaign.Flashed?.Mask ?? "blank",
        phones = campaign.Flashed?.Phones ?? true,
    };

    private IResult Page(StandInSession session)
    {
        if (session.State == "new") return Refuse(409, "consent-missing");
        if (campaign.NoPageReason is { } reason) return Results.Json(new { page = (string?)null, reason, retryAfterSeconds = 2 });
        if (session.LivePage() is not { } page) return Results.Json(new { page = (string?)null, reason = "finished" });
        session.State = page.Trials[0].Practice ? "warm" : "working";
        return Results.Json(new
        {
            page = page.Id,
            expiresAt = DateTimeOffset.UtcNow.AddMinutes(10),
            practice = page.Trials[0].Practice,
            trials = page.Trials.Select(t => t.ToMessage(campaign.Flashed)),
            progress = session.Progress,
        });
    }

    private IResult Answer(StandInSession session, AnswerBody body)
    {
        if (body.Choice is not ("left" or "right")) return Refuse(400, "choice-unknown");
        if (body.ResponseMs is < 1 or > 600_000) return Refuse(400, "response-time");
        if (body.Timing.Viewport.Length != 2 || body.Timing.PixelRatio <= 0) return Refuse(400, "timing");
        Timings.Enqueue(body.Timing);
        return Store(session, body.Trial, new StandInAnswer(body.Submission, body.Choice, body.ResponseMs));
    }

    private IResult Store(StandInSession session, string id, StandInAnswer answer)
    {
        Arrivals.Enqueue(answer.Submission);
        if (session.Trial(id) is not { } trial) return Refuse(409, "lease-not-yours");
        if (trial.Stored is null)
        {
            trial.Stored = answer;
            answers.Add((trial.Practice, trial.Id, answer));
        }

        return trial.Practice && !answer.Choice.StartsWith("problem", StringComparison.Ordinal)
            ? Results.Json(new { stored = true, feedback = trial.Stored.Choice == trial.Right ? "right" : "wrong", progress = session.Progress })
            : Results.Json(new { stored = true, counted = !trial.Practice, progress = session.Progress });
    }

    private IResult For(HttpContext http, Func<StandInSession, IResult> handle)
    {
        var token = http.Request.Headers.Authorization.ToString();
        if (!token.StartsWith("Bearer ", StringComparison.Ordinal) || !sessions.TryGetValue(token[7..], out var session)) return Refuse(401, "session-invalid");
        lock (gate) return handle(session);
    }
}
