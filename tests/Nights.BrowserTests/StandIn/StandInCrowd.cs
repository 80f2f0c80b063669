using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Logging;

namespace Nights.BrowserTests.StandIn;

/// <summary>
/// A small server that keeps the contract of the HIT page to the letter: it serves the real page files with the real
/// Content-Security-Policy and stores one answer a trial. It can fall silent, which the real service cannot be asked to do.
/// </summary>
internal sealed partial class StandInCrowd : IAsyncDisposable
{
    public const string Campaign = "demo";
    public const string GoodLink = "good";
    private const string Policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'";

    private readonly WebApplication app;
    private readonly StandInCampaign campaign;
    private readonly ConcurrentDictionary<string, StandInSession> sessions = new();
    private readonly Lock gate = new();

    private StandInCrowd(StandInCampaign campaign)
    {
        this.campaign = campaign;
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        app = builder.Build();
        app.Use(KeepTheRules);
        app.UseStaticFiles(new StaticFileOptions { FileProvider = new PhysicalFileProvider(Path.Combine(AppContext.BaseDirectory, "wwwroot")) });
        app.MapGet("/w/{campaignId}", () => Results.File(Path.Combine(AppContext.BaseDirectory, "wwwroot", "hit", "index.html"), "text/html; charset=utf-8"));
        app.MapGet("/i/{token}", Picture);
        MapCalls();
        MapJudgements();
    }

    public string Address => app.Urls.First();
    public string Link => $"{Address}/w/{Campaign}?t={GoodLink}";

    /// <summary>While true every call is cut off without an answer, as when the network is gone.</summary>
    public bool Silent { get; set; }

    /// <summary>While true no link opens a session any more.</summary>
    public bool LinksExpired { get; set; }

    /// <summary>Every answer or report that arrived, repeats included.</summary>
    public ConcurrentQueue<Guid> Arrivals { get; } = new();

    /// <summary>The measurements that came with stored answers.</summary>
    public ConcurrentQueue<TimingBody> Timings { get; } = new();

    /// <summary>What device checks have measured.</summary>
    public ConcurrentQueue<DeviceBody> Devices { get; } = new();

    /// <summary>Everybody who came to the door with a good link.</summary>
    public ConcurrentQueue<SessionBody> Visits { get; } = new();

    /// <summary>Comments that came with a finish.</summary>
    public ConcurrentQueue<string> Comments { get; } = new();

    /// <summary>Codes of the refusals the page ran into; a page that keeps the contract causes none by itself.</summary>
    public ConcurrentQueue<string> Refusals { get; } = new();

    public IReadOnlyCollection<StandInSession> Sessions => [.. sessions.Values];

    /// <summary>What is stored for each trial that has been answered, practice left out, over all sessions.</summary>
    public IReadOnlyList<(string Trial, StandInAnswer Answer)> Stored { get { lock (gate) return [.. answers.Where(a => !a.Practice).Select(a => (a.Trial, a.Answer))]; } }

    public static async Task<StandInCrowd> Start(StandInCampaign? campaign = null)
    {
        var server = new StandInCrowd(campaign ?? new StandInCampaign());
        await server.app.StartAsync(TestContext.Current.CancellationToken);
        return server;
    }

    /// <summary>Makes every session token invalid; a session can be resumed with its last one.</summary>
    public void ExpireTokens()
    {
        foreach (var session in Sessions)
        {
            sessions.TryRemove(session.Token, out _);
            session.Token = Guid.NewGuid().ToString("N");
        }
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task KeepTheRules(HttpContext http, RequestDelegate next)
    {
        if (Silent)
        {
            http.Abort();
            return;
        }

        http.Response.Headers.ContentSecurityPolicy = $"{Policy}; form-action 'self' {campaign.FormOrigin}; frame-ancestors {campaign.FrameOrigin ?? "'none'"}";
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers.XContentTypeOptions = "nosniff";
        http.Response.Headers["Referrer-Policy"] = "no-referrer";
        try
        {
            await next(http);
        }
        catch (BadHttpRequestException e)
        {
            Refusals.Enqueue(e.ToString());
            http.Response.StatusCode = 400;
            await http.Response.WriteAsJsonAsync(new { code = "body-invalid", detail = e.Message });
        }
    }

    private IResult Picture(string token)
    {
        foreach (var session in sessions.Values)
        {
            if (session.TrialOfPicture(token) is not { } trial) continue;
            var place = trial.Pictures.First(p => p.Value == token).Key;
            if (!trial.Practice && trial.Number == campaign.BrokenTrial && place == "left") break;
            return Results.File(Path.Combine(AppContext.BaseDirectory, "Pictures", $"{(trial.Number - 1) % 4 + 1}-{place}.png"), "image/png");
        }

        return Results.NotFound();
    }

    private IResult Refuse(int status, string code)
    {
        Refusals.Enqueue(code);
        return Results.Json(new { type = $"https://nights.example/problems/{code}", title = code, status, code }, statusCode: status, contentType: "application/problem+json");
    }
}
