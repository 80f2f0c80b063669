using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Nights.BrowserTests.StandIn;

/// <summary>A marketplace: shows the HIT page in a sandboxed frame, on a site of its own, and takes the form at the end.</summary>
internal sealed class EmbeddingSite : IAsyncDisposable
{
    private readonly WebApplication app;

    private EmbeddingSite(WebApplication app) => this.app = app;

    /// <summary>Forms that were handed in, field by field.</summary>
    public ConcurrentQueue<IReadOnlyDictionary<string, string>> HandedIn { get; } = new();

    /// <summary>The HIT page stands on 127.0.0.1: another name, and so another site.</summary>
    public string Origin => $"http://localhost:{new Uri(app.Urls.First()).Port}";

    public static async Task<EmbeddingSite> Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var site = new EmbeddingSite(builder.Build());
        site.app.MapGet("/", (string hit) => Results.Content(
            $"""<!doctype html><title>Market</title><iframe name="hit" width="1100" height="760" sandbox="allow-scripts allow-same-origin allow-forms" src="{System.Net.WebUtility.HtmlEncode(hit)}"></iframe>""",
            "text/html"));
        site.app.MapPost("/submit", async (HttpRequest request) =>
        {
            var form = await request.ReadFormAsync(TestContext.Current.CancellationToken);
            site.HandedIn.Enqueue(form.ToDictionary(field => field.Key, field => field.Value.ToString()));
            return Results.Content("<!doctype html><title>Done</title><p>Received</p>", "text/html");
        });
        await site.app.StartAsync(TestContext.Current.CancellationToken);
        return site;
    }

    public string Showing(string hit) => $"{Origin}/?hit={Uri.EscapeDataString(hit)}";

    public ValueTask DisposeAsync() => app.DisposeAsync();
}
