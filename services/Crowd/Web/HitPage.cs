using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Options;
using Nights.Crowd.Embedding;
using Microsoft.Net.Http.Headers;

namespace Nights.Crowd.Web;

/// <summary>GET /w/{campaignId} is the page, the same bytes for every campaign; /hit/* is what it loads. Nothing is written into the HTML.</summary>
internal static class HitPage
{
    // Asked again each time and answered with 304 when it has not changed: a new version is there at once, everywhere.
    private const string Revalidate = "no-cache";

    public static void MapHitPage(this WebApplication app)
    {
        var folder = app.Services.GetRequiredService<IOptions<CrowdOptions>>().Value.PageFolder ?? Path.Combine(AppContext.BaseDirectory, "hit");
        if (!Directory.Exists(folder))
            throw new DirectoryNotFoundException($"The page's files are not in '{folder}'. Build the program again, or name the folder in Crowd:PageFolder.");
        app.UseStaticFiles(new StaticFileOptions
        {
            FileProvider = new PhysicalFileProvider(folder),
            RequestPath = "/hit",
            OnPrepareResponse = file => file.Context.Response.Headers.CacheControl = Revalidate,
        });
        var page = Path.Combine(folder, "index.html");
        app.MapGet("/w/{campaignId}", (HttpContext http, PagePolicy policy) =>
        {
            http.Response.Headers.ContentSecurityPolicy = policy.Of(http.Request.Query["t"]);
            http.Response.Headers.CacheControl = Revalidate;
            var changed = File.GetLastWriteTimeUtc(page);
            return Results.File(page, "text/html; charset=utf-8", lastModified: changed, entityTag: new EntityTagHeaderValue($"\"{changed.Ticks:x}\""));
        });
    }
}
