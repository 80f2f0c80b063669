using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Nights.Crowd.Database;
using Nights.Crowd.Web;
using Npgsql;
using static Nights.Crowd.Database.Statements;

namespace Nights.Crowd.Sessions;

/// <summary>POST /api/hit/device: what the page measured of the screen it runs on, once the participant has agreed. The latest measurement stays.</summary>
internal sealed class CheckDevice(NpgsqlDataSource database)
{
    private const int LargestEdge = 100_000;

    /// <param name="Viewport">Width and height of the window in CSS pixels.</param>
    /// <param name="PixelRatio">Device pixels a CSS pixel, zoom included.</param>
    /// <param name="FrameMs">Median time between two frames; null where none could be measured.</param>
    /// <param name="DecodeMs">Time to decode a small picture.</param>
    /// <param name="Touch">Whether fingers are the main pointer.</param>
    /// <param name="Family">Browser and system in one word each, e.g. "firefox linux"; never the whole user agent.</param>
    public sealed record Body(int[] Viewport, double PixelRatio, double? FrameMs, double DecodeMs, bool Touch, string Family);

    public static void Map(RouteGroupBuilder api) => api.MapPost("/device",
        (Body body, HitCaller caller, CheckDevice check, CancellationToken cancel) => check.Run(body, caller, cancel));

    private async Task<IResult> Run(Body body, HitCaller caller, CancellationToken cancel)
    {
        if (body.Viewport is not [> 0 and <= LargestEdge, > 0 and <= LargestEdge]) return Bad($"viewport holds width and height, 1 to {LargestEdge} each.");
        if (body.PixelRatio is not (> 0 and <= 100)) return Bad("pixelRatio is above 0 and at most 100.");
        if (body.FrameMs is { } frame and not (> 0 and <= 10_000)) return Bad($"frameMs is {frame}; 0 to 10000 are possible.");
        if (body.DecodeMs is not (>= 0 and <= 600_000)) return Bad("decodeMs is 0 to 600000.");
        if (body.Family is not { Length: <= 40 }) return Bad("family has at most 40 characters.");
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var statement = connection.Statement(
            "update hit_session set device = $2 where id = $1 and consented_at is not null",
            Value(caller.SessionId), Json(JsonSerializer.Serialize(body, JsonSerializerOptions.Web)));
        return await statement.ExecuteNonQueryAsync(cancel) is 1
            ? TypedResults.NoContent()
            : Refusal.Of(409, "consent-missing", "Read and accept the terms first.");
    }

    private static ProblemHttpResult Bad(string why) => Refusal.Of(400, "device", why);
}
