using System.Reflection;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Hosting.StaticWebAssets;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace Nights.Campaigns.Console;

/// <summary>
/// Where the console's scripts and styles come from, whatever program hosts it: our own few files from this assembly; those of Blazor and
/// MudBlazor from wwwroot when published, else from the folders that the manifest beside this assembly names.
/// </summary>
internal static class ConsoleFiles
{
    private const string Manifest = "Nights.Campaigns.staticwebassets.runtime.json";

    private static readonly Dictionary<string, string> Types = new()
    {
        ["console.css"] = "text/css; charset=utf-8",
        ["console.js"] = "text/javascript; charset=utf-8",
        ["icon.svg"] = "image/svg+xml",
    };

    public static void UseConsoleFiles(this WebApplicationBuilder builder)
    {
        var manifest = Path.Combine(AppContext.BaseDirectory, Manifest);
        if (File.Exists(manifest)) builder.Configuration[WebHostDefaults.StaticWebAssetsKey] = manifest;
        StaticWebAssetsLoader.UseStaticWebAssets(builder.Environment, builder.Configuration);
    }

    public static void MapConsoleFiles(this WebApplication app)
    {
        foreach (var (name, type) in Types)
        {
            var content = Read(name);
            var tag = new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(content))[..16]}\"");
            app.MapGet($"/console/{name}", (HttpResponse response) => Serve(response, content, type, tag)).AllowAnonymous().ExcludeFromDescription();
        }
    }

    private static FileContentHttpResult Serve(HttpResponse response, byte[] content, string type, EntityTagHeaderValue tag)
    {
        response.Headers.CacheControl = "no-cache";
        return TypedResults.Bytes(content, type, entityTag: tag);
    }

    private static byte[] Read(string name)
    {
        using var resource = Assembly.GetExecutingAssembly().GetManifestResourceStream($"console/{name}")
            ?? throw new InvalidOperationException($"The resource console/{name} is not in this assembly.");
        using var bytes = new MemoryStream();
        resource.CopyTo(bytes);
        return bytes.ToArray();
    }
}
