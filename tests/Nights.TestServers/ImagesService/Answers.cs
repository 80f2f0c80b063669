using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Nights.TestServers.ImagesService;

/// <summary>Writes answers of the protocol, whole or cut.</summary>
internal static class Answers
{
    public static async Task Error(HttpContext http, ImagesError error, IReadOnlyDictionary<string, string>? headers = null)
    {
        Begin(http, error.Status, headers);
        var json = new JsonObject
        {
            ["error"] = new JsonObject { ["code"] = error.Code, ["message"] = error.Message, ["param"] = error.Param, ["type"] = error.Type },
        };
        await http.Response.WriteAsync(json.ToJsonString());
    }

    public static async Task Pictures(HttpContext http, string json, ImagesFault fault)
    {
        Begin(http, 200, fault.Headers);
        var body = Encoding.UTF8.GetBytes(json);
        var part = fault is ImagesFault.CutConnection or ImagesFault.CutJson ? body.Length / 2 : body.Length;
        http.Response.ContentLength = fault is ImagesFault.CutConnection ? body.Length : part;
        await http.Response.Body.WriteAsync(body.AsMemory(0, part));
        await http.Response.Body.FlushAsync();
        if (fault is ImagesFault.CutConnection)
            http.Abort();
    }

    private static void Begin(HttpContext http, int status, IReadOnlyDictionary<string, string>? headers)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json";
        http.Response.Headers["x-request-id"] = "req_test";
        foreach (var (name, value) in headers ?? new Dictionary<string, string>())
            http.Response.Headers[name] = value;
    }
}
