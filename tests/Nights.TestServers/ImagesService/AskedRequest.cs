using System.Text;
using Microsoft.AspNetCore.Http;

namespace Nights.TestServers.ImagesService;

/// <summary>A request as it arrived.</summary>
public sealed record AskedRequest(string Method, string Path, IReadOnlyDictionary<string, string> Headers, string Body, DateTimeOffset At)
{
    internal static async Task<AskedRequest> Read(HttpRequest request, DateTimeOffset at)
    {
        using var reader = new StreamReader(request.Body, Encoding.UTF8);
        var headers = request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        return new AskedRequest(request.Method, request.Path + request.QueryString, headers, await reader.ReadToEndAsync(), at);
    }
}
