using Microsoft.AspNetCore.Http.HttpResults;
using Nights.Crowd.Web;
using Nights.Hosting.Objects;

namespace Nights.Crowd.Pictures;

/// <summary>
/// GET /i/{token}: the picture, without a name, a date or a tag by which two views could be recognised as the same. Whether a token is
/// wrong, old or names a missing picture makes no difference to the caller.
/// </summary>
internal static partial class ServePicture
{
    public static void Map(WebApplication app) => app.MapGet("/i/{token}", Handle);

    private static async Task<IResult> Handle(string token, PictureToken tokens, PictureBytes pictures, HttpContext http, ILogger<PictureBytes> log, CancellationToken cancel)
    {
        if (!tokens.TryRead(token, out var sha256)) return NotHere();
        try
        {
            var bytes = await pictures.Get(sha256, cancel);
            http.Response.Headers.CacheControl = "private, max-age=600";
            return TypedResults.Bytes(bytes, "image/png");
        }
        catch (ObjectMissingException fault)
        {
            LogMissing(log, fault, sha256);
            return NotHere();
        }
    }

    private static ProblemHttpResult NotHere() => Refusal.Of(404, "picture-unknown", "There is no picture at this address any more. Ask for the page again.");

    [LoggerMessage(Level = LogLevel.Error, Message = "Picture {Sha256} was shown to a participant but is not in the object store.")]
    private static partial void LogMissing(ILogger log, Exception fault, string sha256);
}
